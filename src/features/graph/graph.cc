// Who may look at the picture when: short exclusive catch-ups, shared readings.
#include "features/graph/graph.h"

#include "features/graph/builder.h"

namespace cairn::graph {

namespace {
constexpr std::size_t too_many = 4'000;   // touched rows from which reading everything is cheaper
constexpr int page = 1'000;               // entries of the log at a time
}  // namespace

Graph::Graph(const clock::Clock& clock) : clock_(clock), picture_(std::make_unique<Picture>()) {}
Graph::~Graph() = default;

void Graph::load(db::Tx& tx) { read(tx); }

bool Graph::fresh(std::int64_t last) const {
  return loaded_ && picture_->number() >= last && picture_->today() == picture_->zone().local_date(clock_.now());
}

Reading Graph::read(db::Tx& tx) {
  if (tx.writing()) throw std::logic_error("the picture is not for transactions that write");
  const std::int64_t last = activity::last_number(tx);
  for (;;) {
    std::shared_lock reading(mutex_);
    if (fresh(last)) return Reading(std::move(reading), *picture_);
    reading.unlock();
    const std::unique_lock writing(mutex_);
    if (!fresh(last)) catch_up(tx, last);
  }
}

void Graph::forget() {
  const std::unique_lock writing(mutex_);
  loaded_ = false;
}

void Graph::catch_up(db::Tx& tx, std::int64_t last) {
  const Instant now = clock_.now();
  bool everything = !loaded_;
  Touched touched;
  for (std::int64_t at = picture_->number(); !everything && at < last;) {
    const auto entries = activity::tail(tx, at, page);
    for (const activity::Entry& entry : entries) touched.add(entry);
    everything = entries.empty() || touched.everything || touched.size() > too_many;
    if (!entries.empty()) at = entries.back().number;
  }
  loaded_ = false;  // until the picture is whole again, whatever is thrown
  if (!everything && picture_->number() < last) everything = !Builder(*picture_, tx).refresh(touched, last);
  if (everything) {
    auto fresh_picture = std::make_unique<Picture>();
    Builder(*fresh_picture, tx).everything(last, now, ++generation_);
    picture_ = std::move(fresh_picture);
  } else if (const Date today = picture_->zone().local_date(now); today != picture_->today()) {
    Builder(*picture_, tx).new_day(today);
  }
  loaded_ = true;
}

}  // namespace cairn::graph
