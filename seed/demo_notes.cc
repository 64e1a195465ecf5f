// What people write in their check-ins.
#include "seed/demo_company.h"

namespace cairn::seed {
namespace {

constexpr std::string_view good[] = {
    "The change from last week holds; three more clinics confirmed it.",
    "Best week so far. The new flow went to everyone on Tuesday and the numbers followed.",
    "Two experiments finished, one kept. We are ahead of the line for the first time.",
    "Pilot group is at the target already, the rest follows with the next release.",
    "Steady progress, nothing surprising. The team is confident.",
    "Closed the last open point from the review and it shows in the figure.",
};
constexpr std::string_view slow[] = {
    "Moved a little, but less than planned: two people were out and we kept support running.",
    "The integration took longer than we thought; the gain comes next week.",
    "Flat because of the public holiday. Volume is back to normal since Wednesday.",
    "We found that a third of the cases were counted twice. The value is now honest, and lower.",
    "First half of the work is live. The second half depends on the calendar team's interface.",
};
constexpr std::string_view bad[] = {
    "No movement. The approach does not work for clinics with more than one site.",
    "The vendor moved the release again. Without it we will not reach the target this quarter.",
    "We lost the largest pilot. Looking for another one in the same canton.",
    "Lost ground after the price change; churn interviews are running.",
};
constexpr std::string_view done[] = {
    "Target reached. We keep watching that it stays there.",
    "Done, a week earlier than planned. Thanks to everyone who tested on Saturday.",
};
constexpr std::string_view blocks[] = {
    "Waiting for the legal review of the data agreement.",
    "Need half a day of design for the empty state.",
    "The staging environment is too slow to test with real volumes.",
    "Open hiring: the role has been vacant since September.",
};
constexpr std::string_view next_steps[] = {
    "Roll out to the remaining clinics in Bern and Zurich.",
    "Talk to five clinics that stopped after step two.",
    "Ship the second half and measure for a full week.",
    "Decide with the leads on Thursday whether we change the approach.",
    "Write the comparison for the sales team.",
};

}  // namespace

std::span<const std::string_view> demo_notes(Path path) {
  switch (path) {
    case Path::steady:
    case Path::early: return good;
    case Path::reached: return done;
    case Path::late:
    case Path::noisy: return slow;
    case Path::stalled:
    case Path::falling: return bad;
    case Path::untouched:
    case Path::silent: return slow;
  }
  return slow;
}

std::span<const std::string_view> demo_blocks() { return blocks; }
std::span<const std::string_view> demo_next() { return next_steps; }

}  // namespace cairn::seed
