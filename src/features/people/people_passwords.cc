// Passwords: which are taken, how they are hashed and compared. Never inside a transaction: one costs 20 ms and 19 MiB.
#include <thread>

#include "features/people/password_bench.h"
#include "features/people/people.h"
#include "features/people/people_store.h"
#include "platform/crypto/crypto.h"
#include "platform/crypto/password.h"

namespace cairn::people {

namespace {

constexpr int waiting_per_place = 32;

// One for the process: the cores are shared by all that it serves.
PasswordBench& bench() {
  static const int places = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  static PasswordBench only(places, places * waiting_per_place);
  return only;
}

}  // namespace

void PasswordBench::enter() {
  std::unique_lock lock(mutex_);
  if (places_ == 0) {
    if (waiting_ >= most_waiting_) {
      Failure busy(Fault::unavailable, "busy", "Too many people are signing in at this moment. Try again in a few seconds.");
      busy.retry_after_s = 2;
      throw busy;
    }
    ++waiting_;
    free_.wait(lock, [this] { return places_ > 0; });
    --waiting_;
  }
  --places_;
}

void PasswordBench::leave() {
  {
    const std::lock_guard lock(mutex_);
    ++places_;
  }
  free_.notify_one();
}

int PasswordBench::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

PasswordTurn::PasswordTurn() { bench().enter(); }
PasswordTurn::~PasswordTurn() { bench().leave(); }

std::string hash_password(std::string_view password, std::string_view name, std::string_view email,
                          std::string_view organisation) {
  if (const auto sound = crypto::check_password(password, {name, email, organisation}); !sound) {
    Problem problem = sound.error();
    problem.field = "password";
    fail(Fault::unprocessable, problem.code, problem.message, {problem});
  }
  const PasswordTurn turn;
  return crypto::hash_password(password);
}

bool verify_password(const PasswordTurn&, const std::optional<std::string>& hash, std::string_view password) {
  if (!hash || password.size() > crypto::password_max_bytes) {
    return crypto::verify_nobody(password.substr(0, crypto::password_max_bytes));
  }
  return crypto::verify_password(*hash, password);
}

void store_password(db::Tx& tx, const activity::Origin& origin, PersonId id, std::string_view hash) {
  const PersonRow row = load(tx, id);
  store::set_password(tx, id, hash, origin.at);
  json::Object before, after;
  if (row.state == "invited") {
    before.add("state", row.state);
    after.add("state", "active");
  }
  const std::string payload = json::Object().add("before", before.raw()).add("after", after.raw()).text();
  activity::record(tx, origin, "person.password_changed", {"person", id}, payload);
}

void set_password(features::Context& ctx, PersonId id, std::string_view password) {
  require_allowed(engine::may_manage_people(ctx.actor) || ctx.actor.person == id);
  std::string organisation_name;
  const PersonRow row = ctx.db.read([&](db::Tx& tx) {
    if (organisation::exists(tx)) organisation_name = organisation::settings(tx).name;
    return load(tx, id);
  });
  const std::string hash = hash_password(password, row.name, row.email, organisation_name);
  ctx.db.write([&](db::Tx& tx) { store_password(tx, ctx.origin(), id, hash); });
}

}  // namespace cairn::people
