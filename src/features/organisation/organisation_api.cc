// Routes of the organisation: its settings, the policies to choose from, the time zones there are.
#include "engine/policy.h"
#include "features/organisation/organisation.h"
#include "features/rules.h"

namespace cairn::organisation {

namespace {

struct PolicyView {
  std::string name;
  int version = 1;
  std::string summary;
  json::Raw parameters;
  static constexpr std::string_view json_name = "Policy";
  static constexpr auto fields() {
    return json::fields(json::field("name", &PolicyView::name, ""), json::field("version", &PolicyView::version, ""),
                        json::field("summary", &PolicyView::summary, "what it does, in a sentence"),
                        json::field("parameters", &PolicyView::parameters, "as in a policy file"));
  }
};

struct Policies {
  std::vector<PolicyView> items;
  static constexpr std::string_view json_name = "Policies";
  static constexpr auto fields() { return json::fields(json::field("items", &Policies::items, "")); }
};

struct TimeZones {
  std::vector<std::string> items;
  static constexpr std::string_view json_name = "TimeZones";
  static constexpr auto fields() { return json::fields(json::field("items", &TimeZones::items, "IANA names")); }
};

std::string_view words(engine::StatusMethod method) {
  using enum engine::StatusMethod;
  switch (method) {
    case gap: return "by how far progress lies behind the plan";
    case ratio: return "by progress as a share of the plan";
    case static_: return "by progress alone, whatever the date";
    case confidence: return "by the newest confidence";
    case owner: return "as the owner says";
    case zones: return "by the zone that the value has reached";
  }
  return "";
}

std::string_view words(engine::Rollup rollup) {
  using enum engine::Rollup;
  switch (rollup) {
    case weighted: return "objectives are the weighted mean of their parts";
    case plain: return "objectives are the plain mean of their parts";
    case none: return "objectives have no progress of their own";
  }
  return "";
}

std::string summary_of(const engine::Policy& p) {
  std::string text = "Status ";
  text += words(p.status.method);
  text += "; ";
  text += words(p.rollup);
  text += p.floor && p.cap ? "; progress stays within its limits." : "; progress may go beyond its ends.";
  return text;
}

json::Raw parameters_of(const engine::Policy& p) {
  json::Object status;
  status.add("method", p.status.method).add("on_track", p.status.on_track).add("behind", p.status.behind);
  json::Object all;
  all.add("floor", p.floor).add("cap", p.cap).add("control", p.control).add("inclusive", p.inclusive);
  all.add("children", p.children).add("shares", p.shares).add("days", p.days).add("status", status.raw());
  all.add("objective_status", p.objective_status).add("grace_days", p.grace_days).add("expected", p.expected);
  all.add("zero_range", p.zero_range).add("rollup", p.rollup);
  all.add("score", json::Object().add("green", p.score.green).add("amber", p.score.amber).raw());
  return all.raw();
}

Policies all_policies() {
  Policies all;
  for (const engine::Policy& p : engine::presets()) all.items.push_back({p.name, p.version, summary_of(p), parameters_of(p)});
  return all;
}

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  using http::Method, http::Rate, http::Run, http::Scope, http::Reply, http::Call;
  namespace rules = features::rules;

  registry.add(http::route(Method::get, "/organisation")
                   .summary("The organisation's settings").tag("organisation")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read)
                   .answers<Settings>()
                   .handle([](Call& call) {
                     const Settings now = settings(call.tx());
                     return Reply::json(now).etag(now.version);
                   }));
  registry.add(http::route(Method::patch, "/organisation")
                   .summary("Change the settings").tag("organisation")
                   .rule(rules::admin).scope(Scope::admin).rate(Rate::write).runs(Run::write)
                   .body<SettingsPatch>().needs_if_match().answers<Settings>()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const Settings now = update(ctx, call.if_match(), call.body<SettingsPatch>());
                     return Reply::json(now).etag(now.version);
                   }));
  registry.add(http::route(Method::get, "/policies")
                   .summary("The rules of the maths to choose from").tag("organisation")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read)
                   .answers<Policies>()
                   .handle([](Call&) { return Reply::json(all_policies()); }));
  registry.add(http::route(Method::get, "/timezones")
                   .summary("The time zones there are").tag("organisation")
                   .rule(rules::public_route).scope(Scope::none).rate(Rate::read).runs(Run::read)
                   .answers<TimeZones>()
                   .handle([](Call&) { return Reply::json(TimeZones{clock::zone_names()}); }));
}

}  // namespace cairn::organisation
