// The schema's steps, copies of the database, and the turning of texts into each database's dialect.
#include <fstream>

#include "base/failure.h"
#include "platform/db/dialect.h"
#include "support/databases.h"

namespace cairn::db {
namespace {

std::string code_of(const std::function<void()>& act) {
  try {
    act();
    return "";
  } catch (const Failure& failure) {
    return failure.code;
  }
}

class Migrator : public testing::TestWithParam<Engine> {
 protected:
  test::TestDatabase database_{GetParam(), test::Schema::empty};
  std::vector<std::string> run(std::vector<Migration> steps) { return migrate(*database_, steps); }
  const Migration first{"0001_a.sql", "CREATE TABLE a (id IDENTITY, name TEXT NOT NULL);\nINSERT INTO a (name)\n  VALUES ('x;');\n"};
  const Migration second{"0002_b.sql", "-- to a\nALTER TABLE a ADD COLUMN size REAL;\nCREATE INDEX a_by_name ON a (name);\n"};
};
CAIRN_EACH_ENGINE(Migrator);

TEST_P(Migrator, runs_each_step_once_in_the_order_of_their_names) {
  EXPECT_EQ(run({second, first}), (std::vector<std::string>{"0001_a.sql", "0002_b.sql"}));
  EXPECT_EQ(run({first, second}), std::vector<std::string>());
  database_->read([](Tx& tx) { EXPECT_EQ(tx.value<std::string>("SELECT name FROM a WHERE size IS NULL"), "x;"); });
}

TEST_P(Migrator, goes_on_where_an_older_version_had_stopped) {
  run({first});
  EXPECT_EQ(run({first, second}), std::vector<std::string>{"0002_b.sql"});
}

TEST_P(Migrator, refuses_a_schema_that_a_newer_version_made) {
  run({first, second});
  EXPECT_EQ(code_of([&] { run({first}); }), "newer_schema");
}

TEST_P(Migrator, refuses_a_released_step_that_was_edited) {
  run({first});
  EXPECT_EQ(code_of([&] { run({{first.name, first.sql + " "}}); }), "changed_migration");
}

TEST_P(Migrator, leaves_nothing_of_a_step_that_failed_in_its_middle) {
  const Migration broken{"0002_b.sql", "CREATE TABLE b (id IDENTITY);\nCREATE TABLE a (id IDENTITY);\n"};
  EXPECT_THROW(run({first, broken}), std::logic_error);
  EXPECT_EQ(run({first, second}), std::vector<std::string>{"0002_b.sql"});
  EXPECT_THROW(database_->read([](Tx& tx) { return tx.value<int>("SELECT 1 FROM b"); }), std::logic_error);
}

TEST_P(Migrator, runs_a_statement_marked_for_the_other_engine_not_at_all) {
  run({{"0001_a.sql", "CREATE TABLE a (n BIGINT);\n-- sqlite\nINSERT INTO a VALUES (1);\n-- postgres\nINSERT INTO a VALUES (2);\n"}});
  database_->read([](Tx& tx) { EXPECT_EQ(tx.all("SELECT n FROM a", [](Row& row) { return row.next<int>(); }), std::vector<int>{tx.engine() == Engine::sqlite ? 1 : 2}); });
}

TEST_P(Migrator, never_gives_the_number_of_a_deleted_row_again) {
  run({first});
  const auto add = [&] { return database_->write([](Tx& tx) { return *tx.value<int>("INSERT INTO a (name) VALUES ('y') RETURNING id"); }); };
  EXPECT_EQ(add(), 2);
  database_->write([](Tx& tx) { tx.execute("DELETE FROM a WHERE id = 2"); });
  EXPECT_EQ(add(), 3);
}

TEST_P(Migrator, sees_changed_columns_in_statements_that_were_prepared_before) {
  run({first});
  const auto columns = [&] {
    return database_->read([](Tx& tx) { return tx.one("SELECT * FROM a", [](Row& row) { return row.get<std::string>(1); }); });
  };
  columns();
  run({first, second});
  EXPECT_EQ(columns(), "x;");
}

TEST_P(Migrator, brings_up_the_product_from_nothing) {
  EXPECT_EQ(migrate(*database_, test::migrations()).size(), test::migrations().size());
  EXPECT_EQ(check_integrity(*database_), std::vector<std::string>());
}

TEST(Backup, copies_a_database_that_is_in_use) {
  test::TestDatabase database(Engine::sqlite, test::Schema::empty);
  const test::TempDirectory directory;
  migrate(*database, std::vector<Migration>{{"1", "CREATE TABLE a (n BIGINT);\n"}});
  database->write([](Tx& tx) { tx.execute("INSERT INTO a (n) VALUES (7)"); });
  const std::string file = directory / "copy.db";
  database->read([&](Tx&) { backup(*database, file); });
  database->write([](Tx& tx) { tx.execute("DELETE FROM a"); });
  EXPECT_EQ(code_of([&] { backup(*database, file); }), "file_exists");
  EXPECT_EQ(code_of([&] { backup(*database, directory / "no/such/folder"); }), "backup_failed");
  const auto copy = open({.sqlite_file = file});
  copy->read([](Tx& tx) { EXPECT_EQ(tx.value<int>("SELECT n FROM a"), 7); });
  EXPECT_EQ(check_integrity(*copy), std::vector<std::string>());
}

TEST(Backup, sends_users_of_postgres_to_its_own_tool) {
  test::TestDatabase database(Engine::postgres, test::Schema::empty);
  EXPECT_EQ(code_of([&] { backup(*database, "/nowhere/copy"); }), "unsupported");
}

TEST(Integrity, tells_of_a_file_that_was_damaged) {
  test::TestDatabase database(Engine::sqlite, test::Schema::empty);
  migrate(*database, std::vector<Migration>{{"1", "CREATE TABLE a (n BIGINT PRIMARY KEY, t TEXT);\n"}});
  database->write([](Tx& tx) {
    for (int i = 0; i < 2000; ++i) tx.execute("INSERT INTO a (n, t) VALUES ($1, $2)", i, "some text that fills the pages");
  });
  database.close();
  std::fstream file(database.options().sqlite_file, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096 * 6);
  file << std::string(4096, '\xaa');
  file.close();
  database.reopen();
  EXPECT_NE(check_integrity(*database), std::vector<std::string>());
}

TEST(Dialect, turns_placeholders_and_lists_outside_quotes) {
  const std::vector<std::int64_t> ids{1, 2};
  const Arg list = detail::arg_of(ids), number = detail::arg_of(3);
  const std::vector<Arg> args{list, number};
  EXPECT_EQ(for_sqlite("a IN ($1) AND b = $2 AND c = '$2'", args), "a IN (SELECT value FROM json_each(?1)) AND b = ?2 AND c = '$2'");
  EXPECT_EQ(for_postgres("a IN ($1) AND b NOT IN ( $1) AND c = $2", args), "a = ANY ($1) AND b <> ALL ($1) AND c = $2");
  EXPECT_THROW(for_postgres("a = $1 AND b = $2", args), std::logic_error);
}

}  // namespace
}  // namespace cairn::db
