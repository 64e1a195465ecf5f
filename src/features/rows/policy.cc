// A policy as a column holds it: a preset's name, or JSON with its base and what differs.
#include "features/rows/rows.h"
#include "platform/json/json.h"

namespace cairn::rows {

namespace {

struct StatusFields {
  std::optional<engine::StatusMethod> method;
  std::optional<double> on_track, behind;
  static constexpr auto fields() {
    return json::fields(json::field("method", &StatusFields::method), json::field("on_track", &StatusFields::on_track),
                        json::field("behind", &StatusFields::behind));
  }
};

struct PolicyFields {
  std::optional<std::string> base, name;
  std::optional<int> version;
  json::Patch<double> floor, cap;
  std::optional<engine::Control> control;
  std::optional<bool> inclusive;
  std::optional<engine::Children> children;
  std::optional<engine::Shares> shares;
  std::optional<engine::Days> days;
  std::optional<StatusFields> status;
  std::optional<engine::ObjectiveStatusRule> objective_status;
  std::optional<int> grace_days;
  std::optional<engine::Expected> expected;
  std::optional<engine::ZeroRange> zero_range;
  std::optional<engine::Rollup> rollup;
  static constexpr auto fields() {
    using P = PolicyFields;
    using json::field;
    return json::fields(field("base", &P::base, "a preset to start from"), field("name", &P::name),
                        field("version", &P::version), field("floor", &P::floor), field("cap", &P::cap),
                        field("control", &P::control), field("inclusive", &P::inclusive),
                        field("children", &P::children), field("shares", &P::shares), field("days", &P::days),
                        field("status", &P::status), field("objective_status", &P::objective_status),
                        field("grace_days", &P::grace_days, "", json::range(0, 366)),
                        field("expected", &P::expected), field("zero_range", &P::zero_range),
                        field("rollup", &P::rollup));
  }
};

template <class T>
void take(const std::optional<T>& from, T& to) {
  if (from) to = *from;
}

void take_all(const PolicyFields& from, engine::Policy& to) {
  take(from.name, to.name);
  take(from.version, to.version);
  from.floor.apply(to.floor);
  from.cap.apply(to.cap);
  take(from.control, to.control);
  take(from.inclusive, to.inclusive);
  take(from.children, to.children);
  take(from.shares, to.shares);
  take(from.days, to.days);
  take(from.objective_status, to.objective_status);
  take(from.grace_days, to.grace_days);
  take(from.expected, to.expected);
  take(from.zero_range, to.zero_range);
  take(from.rollup, to.rollup);
  if (!from.status) return;
  take(from.status->method, to.status.method);
  take(from.status->on_track, to.status.on_track);
  take(from.status->behind, to.status.behind);
}

}  // namespace

Result<engine::Policy> read_policy(std::string_view stored) {
  if (stored.empty()) return engine::Policy{};
  if (stored.front() != '{') {
    if (const engine::Policy* preset = engine::find_preset(stored)) return *preset;
    return std::unexpected(Problem{"policy", "unknown_policy", "There is no policy of this name."});
  }
  auto parsed = json::parse<PolicyFields>(stored);
  if (!parsed.ok()) return std::unexpected(parsed.problems.front());
  engine::Policy policy;
  if (parsed.value.base) {
    const engine::Policy* preset = engine::find_preset(*parsed.value.base);
    if (!preset) return std::unexpected(Problem{"policy.base", "unknown_policy", "There is no policy of this name."});
    policy = *preset;
  }
  take_all(parsed.value, policy);
  if (auto problems = engine::validate(policy); !problems.empty()) return std::unexpected(problems.front());
  return policy;
}

engine::Policy policy_of(std::string_view stored) { return read_policy(stored).value_or(engine::Policy{}); }

std::string policy_text(const engine::Policy& policy) {
  if (const engine::Policy* preset = engine::find_preset(policy.name); preset && *preset == policy) return policy.name;
  PolicyFields out{.name = policy.name, .version = policy.version};
  if (engine::find_preset(policy.name)) out.base = policy.name;
  out.floor = policy.floor ? json::Patch<double>(*policy.floor) : json::Patch<double>(std::nullopt);
  out.cap = policy.cap ? json::Patch<double>(*policy.cap) : json::Patch<double>(std::nullopt);
  out.control = policy.control;
  out.inclusive = policy.inclusive;
  out.children = policy.children;
  out.shares = policy.shares;
  out.days = policy.days;
  out.status = StatusFields{policy.status.method, policy.status.on_track, policy.status.behind};
  out.objective_status = policy.objective_status;
  out.grace_days = policy.grace_days;
  out.expected = policy.expected;
  out.zero_range = policy.zero_range;
  out.rollup = policy.rollup;
  return json::write(out);
}

engine::Policy policy_in_force(const std::optional<std::string>& of_cycle, std::string_view of_organisation) {
  return policy_of(of_cycle && !of_cycle->empty() ? std::string_view(*of_cycle) : of_organisation);
}

}  // namespace cairn::rows
