# What `cmake --install` puts where: the program, its manual pages and completions, the models, the
# documents and the schemas of its JSON. Pages and completions are printed by the program itself.
set(share ${CMAKE_INSTALL_DATADIR}/entente)
install(DIRECTORY models DESTINATION ${share} PATTERN runs EXCLUDE)
if(EXISTS ${PROJECT_SOURCE_DIR}/docs/schema)
    install(DIRECTORY docs/schema/ DESTINATION ${share}/schema FILES_MATCHING PATTERN *.json)
endif()
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN *.md)
install(FILES README.md CHANGELOG.md CITATION.cff LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

if(TARGET entente)
    set_target_properties(entente PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
    install(TARGETS entente RUNTIME)
    set(printed ${PROJECT_BINARY_DIR}/printed)
    install(CODE "
        execute_process(COMMAND \"${CMAKE_COMMAND}\" -DENTENTE=${PROJECT_BINARY_DIR}/entente -DOUTPUT=${printed}
            -P \"${PROJECT_SOURCE_DIR}/cmake/printed.cmake\" COMMAND_ERROR_IS_FATAL ANY)")
    install(DIRECTORY ${printed}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR})
    install(FILES ${printed}/entente.bash RENAME entente
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
    install(FILES ${printed}/entente.zsh RENAME _entente DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
    install(FILES ${printed}/entente.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()
