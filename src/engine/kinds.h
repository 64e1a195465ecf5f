// The closed lists of words the rules speak: each an enum with its one spelling, used in JSON, files and tables alike.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace cairn::engine {

enum class MetricType : std::uint8_t { increase, decrease, at_least, at_most, between, zones, milestones, done, baseline };
enum class Status : std::uint8_t { none, not_started, no_update, on_track, behind, off_track, achieved };
enum class ObjectiveKind : std::uint8_t { committed, aspirational, learning };
enum class ObjectiveState : std::uint8_t { draft, active, achieved, partly_achieved, missed, dropped, carried_over };
enum class Level : std::uint8_t { company, team, person };
enum class Visibility : std::uint8_t { organisation, team, people, private_ };
enum class Role : std::uint8_t { admin, people_admin, champion, member, viewer, guest, auditor };
enum class LinkKind : std::uint8_t { contributes, supports, depends_on };
enum class Source : std::uint8_t { check_ins, aligned, kpi };
enum class CycleState : std::uint8_t { planning, active, review, closed };
enum class Cadence : std::uint8_t { none, week, two_weeks, month, quarter };

template <class E, std::size_t N>
using Words = std::array<std::pair<E, std::string_view>, N>;

constexpr Words<MetricType, 9> json_names(MetricType) {
  using enum MetricType;
  return {{{increase, "increase"}, {decrease, "decrease"}, {at_least, "at_least"}, {at_most, "at_most"},
           {between, "between"}, {zones, "zones"}, {milestones, "milestones"}, {done, "done"}, {baseline, "baseline"}}};
}
constexpr Words<Status, 7> json_names(Status) {
  using enum Status;
  return {{{none, "none"}, {not_started, "not_started"}, {no_update, "no_update"}, {on_track, "on_track"},
           {behind, "behind"}, {off_track, "off_track"}, {achieved, "achieved"}}};
}
constexpr Words<ObjectiveKind, 3> json_names(ObjectiveKind) {
  using enum ObjectiveKind;
  return {{{committed, "committed"}, {aspirational, "aspirational"}, {learning, "learning"}}};
}
constexpr Words<ObjectiveState, 7> json_names(ObjectiveState) {
  using enum ObjectiveState;
  return {{{draft, "draft"}, {active, "active"}, {achieved, "achieved"}, {partly_achieved, "partly_achieved"},
           {missed, "missed"}, {dropped, "dropped"}, {carried_over, "carried_over"}}};
}
constexpr Words<Level, 3> json_names(Level) {
  using enum Level;
  return {{{company, "company"}, {team, "team"}, {person, "person"}}};
}
constexpr Words<Visibility, 4> json_names(Visibility) {
  using enum Visibility;
  return {{{organisation, "organisation"}, {team, "team"}, {people, "people"}, {private_, "private"}}};
}
constexpr Words<Role, 7> json_names(Role) {
  using enum Role;
  return {{{admin, "admin"}, {people_admin, "people_admin"}, {champion, "champion"}, {member, "member"},
           {viewer, "viewer"}, {guest, "guest"}, {auditor, "auditor"}}};
}
constexpr Words<LinkKind, 3> json_names(LinkKind) {
  using enum LinkKind;
  return {{{contributes, "contributes"}, {supports, "supports"}, {depends_on, "depends_on"}}};
}
constexpr Words<Source, 3> json_names(Source) {
  using enum Source;
  return {{{check_ins, "check_ins"}, {aligned, "aligned"}, {kpi, "kpi"}}};
}
constexpr Words<CycleState, 4> json_names(CycleState) {
  using enum CycleState;
  return {{{planning, "planning"}, {active, "active"}, {review, "review"}, {closed, "closed"}}};
}
constexpr Words<Cadence, 5> json_names(Cadence) {
  using enum Cadence;
  return {{{none, "none"}, {week, "week"}, {two_weeks, "two_weeks"}, {month, "month"}, {quarter, "quarter"}}};
}

// out: the word of an enum value, "" for a value outside its list.
template <class E>
constexpr std::string_view word_of(E value) {
  for (const auto& [known, word] : json_names(E{}))
    if (known == value) return word;
  return {};
}

template <class E>
constexpr std::optional<E> from_word(std::string_view text) {
  for (const auto& [known, word] : json_names(E{}))
    if (word == text) return known;
  return std::nullopt;
}

// Closed with a result, dropped or carried over: no longer worked on.
constexpr bool is_closed(ObjectiveState state) {
  return state != ObjectiveState::draft && state != ObjectiveState::active;
}

// Whether an objective in this state counts where it contributes: drafts not yet, dropped ones no more.
constexpr bool counts_in_parents(ObjectiveState state) {
  return state != ObjectiveState::draft && state != ObjectiveState::dropped;
}

}  // namespace cairn::engine
