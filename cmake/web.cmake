# The page that `entente report` puts into its file: web/ bundled by esbuild into build/PRESET/web. The
# packages come once, by the lock file, into web/node_modules, which the presets share. Without node and
# npm the program builds all the same, and `report` says what is missing.
option(ENTENTE_WEB "Bundle the page of `entente report`" ON)
set(ENTENTE_WEB_FILES "")
if(NOT ENTENTE_WEB)
    message(STATUS "web page: off")
    return()
endif()
find_program(ENTENTE_NODE NAMES node nodejs)
find_program(ENTENTE_NPM npm)
if(NOT ENTENTE_NODE OR NOT ENTENTE_NPM)
    message(STATUS "web page: not built, node or npm is missing (apt-get install nodejs npm)")
    return()
endif()
message(STATUS "web page: built with ${ENTENTE_NODE}")

set(web ${PROJECT_SOURCE_DIR}/web)
# npm writes this file last, so it stands for all of node_modules.
set(ENTENTE_WEB_PACKAGES ${web}/node_modules/.package-lock.json)
add_custom_command(OUTPUT ${ENTENTE_WEB_PACKAGES}
    COMMAND ${ENTENTE_NPM} ci --no-progress --loglevel=error
    COMMAND ${CMAKE_COMMAND} -E touch ${ENTENTE_WEB_PACKAGES}
    DEPENDS ${web}/.npmrc ${web}/package.json ${web}/package-lock.json
    WORKING_DIRECTORY ${web}
    COMMENT "Installing the packages of the web page" VERBATIM)

file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS ${web}/src/*)
set(ENTENTE_WEB_FILES ${PROJECT_BINARY_DIR}/web/report.js ${PROJECT_BINARY_DIR}/web/report.css)
add_custom_command(OUTPUT ${ENTENTE_WEB_FILES}
    COMMAND ${ENTENTE_NODE} build.mjs ${PROJECT_BINARY_DIR}/web
    DEPENDS ${ENTENTE_WEB_PACKAGES} ${web_sources} ${web}/build.mjs ${web}/licences.txt
    WORKING_DIRECTORY ${web}
    COMMENT "Bundling the web page" VERBATIM)
add_custom_target(entente_web DEPENDS ${ENTENTE_WEB_FILES})
