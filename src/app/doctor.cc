// `cairn doctor`: is the file sound, does the log's chain hold, does every cached figure equal what the engine computes.
#include <cstdio>

#include "app/commands.h"
#include "app/site.h"
#include "features/okrs/okrs.h"
#include "platform/activity/activity.h"

namespace cairn::app {
namespace {

std::string shown(std::optional<double> value) { return value ? std::to_string(*value) : "-"; }

int tell_integrity(db::Database& database) {
  const auto problems = db::check_integrity(database);
  for (const std::string& p : problems) std::printf("database: %s\n", p.c_str());
  return static_cast<int>(problems.size());
}

int tell_chain(db::Database& database) {
  const auto verdict = database.read([](db::Tx& tx) { return activity::verify(tx); });
  if (!verdict.broken_at) {
    std::printf("activity log: %lld entries hold\n", static_cast<long long>(verdict.checked));
    return 0;
  }
  std::printf("activity log: broken at number %lld (%s)\n", static_cast<long long>(*verdict.broken_at), verdict.reason.c_str());
  return 1;
}

int tell_figures(Site& site, bool mend) {
  const auto recompute = [&](db::Tx& tx) {
    const okrs::Settings settings = okrs::load_settings(tx);
    return okrs::recompute(tx, okrs::moment_of(settings, site.app().clock.now()), mend);
  };
  const auto mismatches = mend ? site.database().write(recompute) : site.database().read(recompute);
  for (const okrs::Mismatch& m : mismatches) {
    std::printf("%s %lld: %s is %s, the engine computes %s%s\n", m.subject.type.c_str(), static_cast<long long>(m.subject.id),
                m.field.c_str(), shown(m.kept).c_str(), shown(m.computed).c_str(), mend ? " (mended)" : "");
  }
  if (mismatches.empty()) std::printf("figures: all as the engine computes them\n");
  return mend ? 0 : static_cast<int>(mismatches.size());
}

}  // namespace

int doctor(const Options& options) {
  const clock::SystemClock clock;
  Site site(options.data, clock);
  int wrong = tell_integrity(site.database()) + tell_chain(site.database());
  const bool set_up = site.database().read([](db::Tx& tx) { return tx.value<int>("SELECT 1 FROM organisation").has_value(); });
  if (set_up) wrong += tell_figures(site, options.fix);
  std::printf(wrong == 0 ? "all is well\n" : "%d things are wrong\n", wrong);
  return wrong == 0 ? 0 : 1;
}

}  // namespace cairn::app
