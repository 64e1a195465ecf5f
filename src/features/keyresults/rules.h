// Checks on a key result's fields, shared by creating and changing.
#pragma once
#include "features/keyresults/keyresults.h"

namespace cairn::keyresults {

// Weight, share, dates and milestones; the metric itself is checked where it is read.
void check_record(const okrs::KeyResultRecord& record, const okrs::CycleRecord& cycle, Date today, const std::string& path,
                  std::vector<Problem>& problems);

// Applies the fields given. fails: 422 with all problems, unknown_milestone, metric_type_fixed
void apply(const KeyResultPatch& patch, const okrs::Loaded& loaded, okrs::KeyResultRecord& record);

}  // namespace cairn::keyresults
