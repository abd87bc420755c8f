# Runs at install time: brings Fathom's jar and those of its class path to ${destination}, as copies, so that the
# install space can be moved to a robot, or as links for --symlink-install. Beside them stand their order, in
# "classpath", and which build of TensorFlow they are, in "variant".
# Takes: target, variant, version, symlinks, destination.

cmake_policy(VERSION 3.16)

set(suffix "")
if(variant)
  set(suffix "-${variant}")
endif()
set(program "${target}/fathom-${version}.jar")
set(listed "${target}/classpath${suffix}")
foreach(needed IN ITEMS "${program}" "${listed}")
  if(NOT EXISTS "${needed}")
    message(FATAL_ERROR "${needed} is missing: Maven did not build Fathom ${version} into ${target}")
  endif()
endforeach()

file(READ "${listed}" jars)
string(STRIP "${jars}" jars)
string(REPLACE ":" ";" jars "${jars}")
list(PREPEND jars "${program}")

set(names "")
foreach(jar IN LISTS jars)
  get_filename_component(name "${jar}" NAME)
  if(name IN_LIST names)
    message(FATAL_ERROR "two jars are named ${name}; the second is ${jar}")
  endif()
  list(APPEND names "${name}")
  if(symlinks)
    file(MAKE_DIRECTORY "${destination}")
    file(CREATE_LINK "${jar}" "${destination}/${name}" SYMBOLIC)
  else()
    if(IS_SYMLINK "${destination}/${name}")
      file(REMOVE "${destination}/${name}")
    endif()
    file(INSTALL "${jar}" DESTINATION "${destination}" FOLLOW_SYMLINK_CHAIN)
  endif()
endforeach()

# Jars of an earlier build would only take room.
file(GLOB present RELATIVE "${destination}" "${destination}/*.jar")
foreach(name IN LISTS present)
  if(NOT name IN_LIST names)
    file(REMOVE "${destination}/${name}")
  endif()
endforeach()

list(JOIN names "\n" lines)
file(WRITE "${destination}/classpath" "${lines}\n")
file(WRITE "${destination}/variant" "${variant}\n")
