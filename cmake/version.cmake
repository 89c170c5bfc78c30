# Writes OUTPUT, src/base/version.cpp, with VERSION, COMPILER, BUILD_TYPE and the commit of ROOT.
# Run as a script at every build, so that the commit is the one built; rewrites the file only when it
# changes. A tree without history, or a machine without git, gives an empty commit.
set(COMMIT "")
find_program(git git)
if(git AND EXISTS "${ROOT}/.git")
    # A checkout that belongs to another user is read all the same; nothing of it is executed.
    execute_process(COMMAND ${git} -c safe.directory=* -C ${ROOT} describe --always --dirty --abbrev=12 --exclude=*
        OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
configure_file(${ROOT}/src/base/version.cpp.in ${OUTPUT} @ONLY)
