# AMENT_CMAKE_SYMLINK_INSTALL is what colcon build --symlink-install sets; install() then makes links.
include(CTest)

if(AMENT_CMAKE_SYMLINK_INSTALL)
  # Takes the forms that Fathom uses: PROGRAMS|FILES|DIRECTORY names DESTINATION folder [PATTERN …].
  macro(install kind)
    if("${kind}" STREQUAL "CODE")
      _install(CODE ${ARGN})
    else()
      cmake_parse_arguments(_link "" "DESTINATION" "PATTERN" ${ARGN})
      foreach(name IN LISTS _link_UNPARSED_ARGUMENTS)
        _install(CODE "
          file(MAKE_DIRECTORY \"\${CMAKE_INSTALL_PREFIX}/${_link_DESTINATION}\")
          file(CREATE_LINK \"${CMAKE_CURRENT_SOURCE_DIR}/${name}\"
            \"\${CMAKE_INSTALL_PREFIX}/${_link_DESTINATION}/${name}\" SYMBOLIC)")
      endforeach()
    endif()
  endmacro()
endif()

function(ament_export_dependencies)
  set_property(GLOBAL APPEND PROPERTY underlay_exported ${ARGN})
endfunction()

function(ament_package)
  get_property(exported GLOBAL PROPERTY underlay_exported)
  get_property(messages GLOBAL PROPERTY underlay_messages)
  if(NOT "rosidl_default_runtime" IN_LIST exported)
    message(FATAL_ERROR "a package with messages exports rosidl_default_runtime")
  endif()
  string(REPLACE ";" "\n" messages "${messages}")
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/rosidl_interfaces "${messages}\n")
  _install_file(${CMAKE_CURRENT_BINARY_DIR}/rosidl_interfaces share/ament_index/resource_index/rosidl_interfaces
    ${PROJECT_NAME})
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/package_marker "")
  _install_file(${CMAKE_CURRENT_BINARY_DIR}/package_marker share/ament_index/resource_index/packages ${PROJECT_NAME})
  _install_file(${CMAKE_CURRENT_SOURCE_DIR}/package.xml share/${PROJECT_NAME} package.xml)
endfunction()

function(_install_file file folder name)
  install(CODE "
    file(MAKE_DIRECTORY \"\${CMAKE_INSTALL_PREFIX}/${folder}\")
    configure_file(\"${file}\" \"\${CMAKE_INSTALL_PREFIX}/${folder}/${name}\" COPYONLY)")
endfunction()
