# Writes OUTPUT, a C++ file with the texts of FILES (paths below ROOT, separated by |) and of BUILT_FILES
# (paths below BUILT, made by the build) as resources.
# Run as a script: cmake -DROOT=... -DFILES=a|b -DBUILT=... -DBUILT_FILES=c|d -DOUTPUT=... -P resources.cmake
string(REPLACE "|" ";" files "${FILES}")
string(REPLACE "|" ";" built "${BUILT_FILES}")
set(body "// Generated from the files named below; see cmake/resources.cmake.\n#include \"cli/resources.hpp\"\n\nnamespace entente::cli {\n\nconst std::vector<Resource>& resources() {\n    static const std::vector<Resource> all = {\n")

function(add_resource name path)
    file(READ "${path}" hex HEX)
    # A literal may not exceed 64 KiB in portable C++; hexadecimal escapes keep every byte.
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${hex}")
    string(LENGTH "${hex}" digits)
    math(EXPR size "${digits} / 2")
    set(body "${body}        {\"${name}\", std::string_view(\"${bytes}\", ${size})},\n" PARENT_SCOPE)
endfunction()

foreach(file IN LISTS files)
    add_resource(${file} "${ROOT}/${file}")
endforeach()
foreach(file IN LISTS built)
    add_resource(${file} "${BUILT}/${file}")
endforeach()
string(APPEND body "    };\n    return all;\n}\n\nstd::string_view find_resource(std::string_view path) {\n    for (const Resource& resource : resources()) {\n        if (resource.path == path) {\n            return resource.text;\n        }\n    }\n    return {};\n}\n\n}  // namespace entente::cli\n")
file(WRITE "${OUTPUT}" "${body}")
