// A key result as the activity log keeps it.
#include "features/okrs/records.h"

namespace cairn::okrs {

KeyResultChange::KeyResultChange(const KeyResultRecord& k)
    : objective(k.objective), title(k.title), description(k.description), owner(k.owner), metric(fields_of(k.metric)),
      unit(k.metric.unit), decimals(k.decimals), weight(k.weight), share(k.share), starts_on(k.starts_on),
      due_on(k.due_on), cadence_weeks(k.cadence_weeks), source(k.source), position(k.position), value(k.current_value),
      value_at(k.current_at), attainment(k.attainment), progress(k.progress), confidence(k.confidence),
      archived_at(k.archived_at), contributors(k.contributors), targets(targets_of(k.metric)) {}

}  // namespace cairn::okrs
