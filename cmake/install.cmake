# What `cmake --install` lays down: the program, the library with its headers (one folder a floor),
# and what finds them: pkg-config's quotacast.pc and the CMake package quotacast::quotacast.
include(CMakePackageConfigHelpers)

set(QC_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/quotacast)

# One library out of the objects of all floors: users need not know the order of the floors.
add_library(qc_library STATIC)
foreach(floor IN LISTS QC_FLOORS)
    target_sources(qc_library PRIVATE $<TARGET_OBJECTS:qc_${floor}>)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${floor}
            DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/quotacast FILES_MATCHING PATTERN "*.h")
endforeach()
set_target_properties(qc_library PROPERTIES OUTPUT_NAME quotacast EXPORT_NAME quotacast
                      LINKER_LANGUAGE C)
target_include_directories(qc_library INTERFACE
                           $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/quotacast>)
target_link_libraries(qc_library INTERFACE PkgConfig::GSL PkgConfig::YAML PkgConfig::JANSSON
                      PkgConfig::UTF8PROC PkgConfig::NETTLE Threads::Threads csv m)

install(TARGETS qc_library EXPORT quotacast ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT quotacast NAMESPACE quotacast:: FILE quotacast-targets.cmake
        DESTINATION ${QC_CMAKE_DIR})
configure_package_config_file(cmake/quotacast-config.cmake.in
                              ${PROJECT_BINARY_DIR}/quotacast-config.cmake
                              INSTALL_DESTINATION ${QC_CMAKE_DIR})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/quotacast-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/quotacast-config.cmake
              ${PROJECT_BINARY_DIR}/quotacast-config-version.cmake DESTINATION ${QC_CMAKE_DIR})

# The prefix is found from where the file lies, so an installed tree may be moved.
file(RELATIVE_PATH QC_PREFIX_FROM_PC
     ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" QC_PREFIX_FROM_PC "${QC_PREFIX_FROM_PC}")
configure_file(cmake/quotacast.pc.in ${PROJECT_BINARY_DIR}/quotacast.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/quotacast.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# The program is build/<preset>/quotacast, and finds its sample data in both places.
set_target_properties(quotacast PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
target_compile_definitions(quotacast PRIVATE
    QC_DATA_DIR="${CMAKE_INSTALL_FULL_DATADIR}/quotacast"
    QC_SOURCE_DATA_DIR="${PROJECT_SOURCE_DIR}/data")
install(TARGETS quotacast RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/data/sample ${PROJECT_SOURCE_DIR}/data/bench
        DESTINATION ${CMAKE_INSTALL_DATADIR}/quotacast)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR}
        FILES_MATCHING PATTERN "*.md")
install(FILES ${PROJECT_BINARY_DIR}/quotacast.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${PROJECT_BINARY_DIR}/quotacast.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME quotacast)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
