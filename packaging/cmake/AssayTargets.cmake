# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
# The one place for compiler flags and strictness, and the helper that makes a floor.

find_program(ASSAY_CCACHE ccache)
if(ASSAY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${ASSAY_CCACHE}")
endif()

# Some sixty test programs are linked: a fast linker, where there is one, saves minutes.
find_program(ASSAY_MOLD mold)

add_library(assay_flags INTERFACE)
target_compile_features(assay_flags INTERFACE cxx_std_20)
target_compile_options(assay_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Woverloaded-virtual -Wnon-virtual-dtor
    $<$<BOOL:${ASSAY_WERROR}>:-Werror>
    $<$<BOOL:${ASSAY_SANITIZE}>:-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer>)
target_link_options(assay_flags INTERFACE
    $<$<AND:$<BOOL:${ASSAY_MOLD}>,$<CXX_COMPILER_ID:GNU>,$<VERSION_GREATER_EQUAL:$<CXX_COMPILER_VERSION>,12.1>>:-fuse-ld=mold>
    $<$<BOOL:${ASSAY_SANITIZE}>:-fsanitize=address,undefined>)
target_compile_definitions(assay_flags INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_FOREACH QT_NO_JAVA_STYLE_ITERATORS QT_USE_QSTRINGBUILDER
    QT_NO_KEYWORDS QT_NO_CONTEXTLESS_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400
    QT_DISABLE_DEPRECATED_UP_TO=0x060400 QT_ENABLE_STRICT_MODE_UP_TO=0x060400
    ASSAY_VERSION="${PROJECT_VERSION}")

# assay_precompile(target HEADERS...): Qt's and the standard library's headers read once a target instead of once a file.
set(ASSAY_CORE_HEADERS <QtCore/QtCore> <algorithm> <chrono> <functional> <memory> <optional> <span> <variant> <vector>)
function(assay_precompile target)
    if(ASSAY_PCH)
        target_precompile_headers(${target} PRIVATE ${ASSAY_CORE_HEADERS} ${ARGN})
        target_compile_options(${target} PRIVATE -fpch-preprocess)
    endif()
endfunction()

# assay_floor(name HEADERS...): a static library of every source below the calling folder. Each floor includes with paths
# from the top of the project ("models/domain/sample.h"), so that an include line names the room it reaches into.
function(assay_floor name)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
    qt_add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name} PRIVATE assay_flags)
    assay_precompile(${name} ${ARGN})
endfunction()
