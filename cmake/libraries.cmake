# What the house stands on; every library is a Debian package.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(GSL REQUIRED IMPORTED_TARGET gsl)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(NETTLE REQUIRED IMPORTED_TARGET nettle)

# libcsv ships no pkg-config file
find_path(CSV_INCLUDE_DIR csv.h REQUIRED)
find_library(CSV_LIBRARY csv REQUIRED)
add_library(qc_libcsv INTERFACE)
target_include_directories(qc_libcsv SYSTEM INTERFACE ${CSV_INCLUDE_DIR})
target_link_libraries(qc_libcsv INTERFACE ${CSV_LIBRARY})
