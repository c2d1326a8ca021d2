# Warnings, sanitizers and floating-point rules, in one place; every target links qc_flags.
set(QC_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")
option(QC_WERROR "Treat warnings as errors" OFF)
option(QC_FUZZ "Build the fuzz targets with libFuzzer (clang)" OFF)

add_library(qc_flags INTERFACE)
target_include_directories(qc_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(qc_flags INTERFACE _POSIX_C_SOURCE=200809L QC_VERSION="${PROJECT_VERSION}")
# One result on every thread count and compiler: no fused multiply-add, no fast-math (docs/decisions.md).
target_compile_options(qc_flags INTERFACE
    -ffp-contract=off
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
    -Wcast-qual -Wpointer-arith -Wwrite-strings -Wformat=2 -Wvla -Wswitch-enum
    -fno-common
    $<$<C_COMPILER_ID:GNU>:-Wdouble-promotion> # clang also flags the NAN macro
    $<$<BOOL:${QC_WERROR}>:-Werror>)
if(QC_SANITIZE)
    target_compile_options(qc_flags INTERFACE -fsanitize=${QC_SANITIZE} -fno-omit-frame-pointer
                           -fno-sanitize-recover=all)
    target_link_options(qc_flags INTERFACE -fsanitize=${QC_SANITIZE})
endif()
if(QC_FUZZ) # the fuzzer sees which branches of the library an input takes
    target_compile_options(qc_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
target_link_libraries(qc_flags INTERFACE m)

# A floor of the house: qc_floor(models SOURCES a.c b.c LINKS qc_plan qc_history)
function(qc_floor name)
    cmake_parse_arguments(FLOOR "" "" "SOURCES;LINKS" ${ARGN})
    add_library(qc_${name} STATIC ${FLOOR_SOURCES})
    set_target_properties(qc_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_link_libraries(qc_${name} PUBLIC qc_flags ${FLOOR_LINKS})
endfunction()
