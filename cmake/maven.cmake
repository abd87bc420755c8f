# Builds Fathom's jar with Maven, outside the sources, and installs it with the jars it needs into share/fathom/jar.

# The Java that counts is the one the launcher will start: JAVA_HOME's, else the path's.
function(fathom_check_java)
  find_program(FATHOM_JAVA java HINTS ENV JAVA_HOME PATH_SUFFIXES bin)
  if(NOT FATHOM_JAVA)
    message(FATAL_ERROR "no Java found: install a JDK, version 17 or later")
  endif()
  execute_process(COMMAND ${FATHOM_JAVA} -XshowSettings:properties -version ERROR_VARIABLE settings OUTPUT_QUIET)
  string(REGEX MATCH "java.specification.version = ([0-9.]+)" _ "${settings}")
  if(NOT CMAKE_MATCH_1 VERSION_GREATER_EQUAL 17)
    message(FATAL_ERROR "Fathom needs Java 17 or later, found '${CMAKE_MATCH_1}' (${FATHOM_JAVA}): install a newer JDK, "
      "or point JAVA_HOME at one")
  endif()
endfunction()

function(fathom_maven_target out)
  find_program(FATHOM_MVN mvn)
  if(NOT FATHOM_MVN)
    message(FATAL_ERROR "Maven is needed to build Fathom (no 'mvn' on the PATH); or give -DFATHOM_PREBUILT=DIR")
  endif()
  set(profiles "")
  set(suffix "")
  if(FATHOM_VARIANT)
    set(suffix "-${FATHOM_VARIANT}")
    string(REPLACE "-" ";-P" profiles "${FATHOM_VARIANT}")
    list(TRANSFORM profiles PREPEND "-P" AT 0)
  endif()
  set(target ${CMAKE_CURRENT_BINARY_DIR}/maven)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS src/main/* config/train/*.yaml)
  add_custom_command(
    OUTPUT ${target}/classpath${suffix}
    COMMAND ${FATHOM_MVN} -B -ntp -q -f ${CMAKE_CURRENT_SOURCE_DIR}/pom.xml ${profiles} -Dfathom.target=${target}
      -Dmaven.test.skip=true -Dspotless.check.skip=true package
    # Maven leaves the file alone when nothing in it changed.
    COMMAND ${CMAKE_COMMAND} -E touch ${target}/classpath${suffix}
    DEPENDS pom.xml ${sources}
    COMMENT "Maven builds Fathom (the first build fetches some 300 MB of libraries)"
    VERBATIM)
  add_custom_target(fathom_jar ALL DEPENDS ${target}/classpath${suffix})
  set(${out} ${target} PARENT_SCOPE)
endfunction()

function(fathom_program)
  if(NOT FATHOM_VARIANT MATCHES "^(gpu(-cuda)?)?$")
    message(FATAL_ERROR "FATHOM_VARIANT must be empty, gpu or gpu-cuda, found '${FATHOM_VARIANT}'")
  endif()
  fathom_check_java()
  if(FATHOM_PREBUILT)
    set(target ${FATHOM_PREBUILT})
  else()
    fathom_maven_target(target)
  endif()
  file(READ pom.xml pom)
  string(REGEX MATCH "<artifactId>fathom</artifactId>[ \n]*<version>([^<]+)</version>" _ "${pom}")
  set(symlinks FALSE)
  if(AMENT_CMAKE_SYMLINK_INSTALL)
    set(symlinks TRUE)
  endif()
  install(CODE "
    set(target \"${target}\")
    set(variant \"${FATHOM_VARIANT}\")
    set(version \"${CMAKE_MATCH_1}\")
    set(symlinks ${symlinks})
    set(destination \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/fathom/jar\")
    include(\"${CMAKE_CURRENT_SOURCE_DIR}/cmake/install_jars.cmake\")")
endfunction()
