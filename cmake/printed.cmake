# Has the program ENTENTE print its completions and manual pages into the folder OUTPUT. The verbs are
# those its fish completions offer, so that all come from the one table of options.
function(print file)
    execute_process(COMMAND ${ENTENTE} ${ARGN} OUTPUT_FILE ${OUTPUT}/${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${OUTPUT})
file(MAKE_DIRECTORY ${OUTPUT}/man1)
foreach(shell bash zsh fish)
    print(entente.${shell} completions ${shell})
endforeach()
print(man1/entente.1 man)
file(STRINGS ${OUTPUT}/entente.fish offers REGEX "__fish_use_subcommand.* -a ")
foreach(offer IN LISTS offers)
    if(offer MATCHES " -a '?([a-z]+)")
        print(man1/entente-${CMAKE_MATCH_1}.1 man ${CMAKE_MATCH_1})
    endif()
endforeach()
