# Test programs that stand for the whole tree.
add_executable(tidy_test ${CMAKE_SOURCE_DIR}/tests/tidy_test.cc ${CMAKE_SOURCE_DIR}/tests/tidy_style_test.cc)
target_precompile_headers(tidy_test REUSE_FROM std_pch)
target_include_directories(tidy_test PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
target_compile_definitions(tidy_test PRIVATE CAIRN_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
target_link_libraries(tidy_test PRIVATE GTest::gtest GTest::gtest_main)
set_property(GLOBAL APPEND PROPERTY CAIRN_TESTS tidy_test)
