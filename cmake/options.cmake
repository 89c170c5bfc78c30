# Build options, warnings and floating-point rules shared by every target.
option(ENTENTE_TESTS "Build the tests" ON)
option(ENTENTE_BENCH "Build the benchmarks" OFF)
option(ENTENTE_FUZZ "Build the libFuzzer targets (clang only)" OFF)
set(ENTENTE_SANITIZE "" CACHE STRING "Sanitizers, for instance address,undefined or thread")
option(ENTENTE_COVERAGE "Instrument for coverage" OFF)

# Compiling the same file twice takes no time where ccache is installed.
find_program(ENTENTE_CCACHE ccache)
if(ENTENTE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${ENTENTE_CCACHE})
endif()

add_library(entente_options INTERFACE)
target_compile_options(entente_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch-enum -Wnon-virtual-dtor -Wundef -Werror
    # Designated initialisers name what differs from the defaults.
    -Wno-missing-field-initializers
    # GCC 12 is wrong here: overlap in "text" + std::string (its bug 105651), and a std::optional
    # that is read only where it holds a value (its bug 80635). The sanitizers watch both.
    "$<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-maybe-uninitialized>"
    # The same bytes on every machine: no fused multiply-add but where the code asks for it.
    -ffp-contract=off)
if(ENTENTE_SANITIZE)
    target_compile_options(entente_options INTERFACE
        -fsanitize=${ENTENTE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
        # The address sanitizer sees most of what these would: all accesses through null and beyond objects, not a
        # cast to the wrong class. Without them g++ took a sixth less time over the sources that were timed.
        -fno-sanitize=null,alignment,object-size,vptr)
    target_link_options(entente_options INTERFACE -fsanitize=${ENTENTE_SANITIZE})
    if(ENTENTE_SANITIZE STREQUAL "thread")
        # Boost.Asio has fences, which this sanitizer does not see; the server has one thread.
        target_compile_options(entente_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
    endif()
endif()
if(ENTENTE_FUZZ)
    # Lets the fuzzer see the branches of every stage.
    target_compile_options(entente_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(ENTENTE_COVERAGE)
    target_compile_options(entente_options INTERFACE --coverage)
    target_link_options(entente_options INTERFACE --coverage)
endif()
