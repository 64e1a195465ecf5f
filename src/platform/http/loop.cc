// The tick of an I/O thread, and sending to many streams at once.
#include "platform/http/loop.h"

#include <ctime>
#include <map>

#include "platform/http/respond.h"

namespace cairn::http {

void Loop::start() {
  on_tick();
  thread = std::thread([this] { io.run(); });
}

void Loop::on_tick() {
  date = http_date(std::time(nullptr));
  const auto now = Clock::now();
  for (std::size_t i = peers.size(); i-- > 0;) {
    if (i >= peers.size()) continue;  // several left at once
    const auto peer = peers[i];
    if (peer->deadline < now) peer->expire();
  }
  tick.expires_after(interval);
  tick.async_wait([this](const boost::system::error_code& error) {
    if (!error) on_tick();
  });
}

void Loop::enter(std::shared_ptr<Peer> peer) {
  peer->slot = peers.size();
  peers.push_back(std::move(peer));
  peers.back()->start();
}

void Loop::leave(Peer& peer) {
  if (peer.slot >= peers.size() || peers[peer.slot].get() != &peer) return;
  const auto slot = peer.slot;
  peers[slot].swap(peers.back());
  peers[slot]->slot = slot;
  peers.pop_back();
}

void deliver(std::span<const Delivery> deliveries) {
  std::map<std::size_t, std::vector<Delivery>> by_loop;
  for (const auto& d : deliveries) {
    if (d.to->open()) by_loop[d.to->loop()].push_back(d);
  }
  for (auto& [loop, batch] : by_loop) {
    const auto first = batch.front().to;
    first->deliver_here(std::move(batch));
  }
}

}  // namespace cairn::http
