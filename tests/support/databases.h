// A fresh database for a test, on either engine: `class Checkins : public test::EachEngine {}`, then TEST_P as usual
// with db(), and `CAIRN_EACH_ENGINE(Checkins);` once.
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "platform/db/db.h"

namespace cairn::test {

// The product's own migrations, from the source tree.
const std::vector<db::Migration>& migrations();

// A directory that goes with the object.
class TempDirectory {
 public:
  TempDirectory();
  ~TempDirectory();
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

enum class Schema { migrated, empty };

class TestDatabase {
 public:
  explicit TestDatabase(db::Engine engine, Schema schema = Schema::migrated);
  ~TestDatabase();
  db::Database& operator*() { return *database_; }
  db::Database* operator->() { return database_.get(); }
  db::Options& options() { return options_; }  // for another Database on the same data
  void close() { database_.reset(); }
  void reopen();

 private:
  TempDirectory directory_;
  db::Options options_;
  std::unique_ptr<db::Database> database_;
};

class EachEngine : public testing::TestWithParam<db::Engine> {
 protected:
  db::Database& db() { return *database_; }
  db::Engine engine() const { return GetParam(); }
  TestDatabase database_{GetParam()};
};

inline std::string engine_name(const testing::TestParamInfo<db::Engine>& engine) {
  return engine.param == db::Engine::sqlite ? "sqlite" : "postgres";
}

// Both; CAIRN_TEST_ENGINES=sqlite leaves PostgreSQL out.
std::vector<db::Engine> engines();

}  // namespace cairn::test

#define CAIRN_EACH_ENGINE(Suite) \
  INSTANTIATE_TEST_SUITE_P(on, Suite, testing::ValuesIn(cairn::test::engines()), cairn::test::engine_name)
