// What somebody should look at.
#include "features/graph/attention.h"

#include <algorithm>

#include "features/graph/present.h"

namespace cairn::graph {

namespace {

using rows::AttentionItem;
using rows::AttentionKind;

void look_at(const Picture& picture, const KeyResult& kr, std::vector<AttentionItem>& out) {
  const Objective* objective = picture.objective(kr.objective);
  if (kr.archived || !objective || !objective->open()) return;
  const auto add = [&](AttentionKind kind, const char* reason) -> AttentionItem& {
    out.push_back({.kind = kind, .subject = subject_ref(picture, kr), .reason = reason});
    out.back().owner = person_ref(picture, kr.owner ? kr.owner : objective->owner);
    return out.back();
  };
  const bool off = kr.standing.status == engine::Status::off_track;
  if (off || kr.standing.status == engine::Status::behind) {
    const rows::Assessment why = picture.assess(kr);
    AttentionItem& item = add(off ? AttentionKind::off_track : AttentionKind::behind, why.reason.by_risk ? "risk" : "gap");
    item.gap = why.reason.gap;
  }
  if (kr.standing.stale) add(AttentionKind::stale, "last_checkin").since = kr.last_checkin_on;
  else if (kr.standing.status == engine::Status::no_update) add(AttentionKind::stale, "never_checked_in").since = kr.created_on;
  if (kr.metric == engine::MetricType::baseline) add(AttentionKind::no_measure, "baseline");
  if (ownerless(picture, kr)) add(AttentionKind::ownerless, "no_owner");
}

int urgency(AttentionKind kind) {
  using enum AttentionKind;
  switch (kind) {
    case off_track: return 0;
    case ownerless: return 1;
    case behind: return 2;
    case stale: return 3;
    case no_key_results: return 4;
    case no_measure: return 5;
  }
  return 6;
}

std::vector<AttentionItem> ordered(std::vector<AttentionItem> items) {
  std::ranges::sort(items, [](const AttentionItem& a, const AttentionItem& b) {
    const auto key = [](const AttentionItem& i) {
      return std::tuple(urgency(i.kind), -i.gap.value_or(0), i.subject.id.size(), std::string_view(i.subject.id));
    };
    return key(a) < key(b);
  });
  return items;
}

}  // namespace

std::vector<AttentionItem> attention(const Picture& picture, std::span<const Objective* const> objectives) {
  std::vector<AttentionItem> out;
  for (const Objective* o : objectives) {
    if (!o->open()) continue;
    const auto key_results = live_key_results(picture, *o);
    for (const KeyResult* kr : key_results) look_at(picture, *kr, out);
    if (picture.ownerless(o->owner)) {
      out.push_back({.kind = AttentionKind::ownerless, .subject = subject_ref(picture, *o), .reason = "no_owner"});
      out.back().owner = person_ref(picture, o->owner);
    }
    if (key_results.empty() && o->down.empty() && !o->manual) {
      out.push_back({.kind = AttentionKind::no_key_results, .subject = subject_ref(picture, *o), .reason = "no_key_results"});
      out.back().owner = person_ref(picture, o->owner);
    }
  }
  return ordered(std::move(out));
}

std::vector<AttentionItem> attention(const Picture& picture, std::span<const KeyResult* const> key_results) {
  std::vector<AttentionItem> out;
  for (const KeyResult* kr : key_results) look_at(picture, *kr, out);
  return ordered(std::move(out));
}

}  // namespace cairn::graph
