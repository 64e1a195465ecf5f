// Two people editing the same thing: the later one is told what the thing is now, instead of overwriting it.
#pragma once
#include <cstdint>

#include "base/failure.h"
#include "platform/json/json.h"

namespace cairn::features {

// in: the version the client last saw, the version there is, and a function that makes the present resource
// fails: 412 changed_meanwhile, with the resource as `current`
template <class Current>
void require_version(std::int64_t seen, std::int64_t present, Current&& current) {
  if (seen == present) return;
  Failure failure(Fault::precondition_failed, "changed_meanwhile",
                  "Somebody else changed this in the meantime. Look at what it is now and try again.");
  failure.details_json = json::Object().add("current", current()).text();
  throw failure;
}

}  // namespace cairn::features
