# Benchmarks print tables; they are not tests.
add_executable(db_bench EXCLUDE_FROM_ALL tests/bench/db_bench.cc)
target_link_libraries(db_bench PRIVATE platform_activity test_databases)
