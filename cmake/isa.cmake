# entente_isa_sources(TARGET file.cpp...)
# Compiles each file three times into TARGET, with ENTENTE_ISA defined as scalar, v3 and v4 and the
# matching -march; src/math/lanes.hpp says what such a file must look like. Call it once per target,
# after target_link_libraries or entente_stage, in the directory that made the target.
function(entente_isa_sources target)
    foreach(isa scalar v3 v4)
        set(objects ${target}_${isa})
        add_library(${objects} OBJECT ${ARGN})
        target_link_libraries(${objects} PRIVATE entente_options)
        target_include_directories(${objects} PRIVATE
            ${PROJECT_SOURCE_DIR}/src $<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>)
        target_compile_definitions(${objects} PRIVATE ENTENTE_ISA=${isa})
        # Loops over lanes gain from more unrolling and inlining than the rest of the program.
        target_compile_options(${objects} PRIVATE -ffp-contract=off $<$<CONFIG:Release>:-O3>)
        if(NOT isa STREQUAL "scalar")
            target_compile_options(${objects} PRIVATE -march=x86-64-${isa})
        endif()
        target_sources(${target} PRIVATE $<TARGET_OBJECTS:${objects}>)
    endforeach()
endfunction()
