// The part of a connection that is an event stream: a bounded queue of shared buffers.
#pragma once
#include "platform/http/connection.h"

namespace cairn::http {

// Assigning an empty one would keep the memory.
template <class T>
void give_back(T& container) {
  T().swap(container);
}

template <class Socket>
StreamRef Connection<Socket>::stream() {
  auto me = self();
  StreamRef stream(me, static_cast<Stream*>(this));  // before the loop knows of it: a client that leaves at once ends us there
  asio::post(loop_.io, [me = std::move(me)] { me->become_stream(); });
  return stream;
}

template <class Socket>
void Connection<Socket>::become_stream() {
  if (state_ != State::busy) return;
  state_ = State::streaming;
  deadline = Clock::time_point::max();
  loop_.shared.streams.fetch_add(1);
  reply.status = 200;
  loop_.shared.dispatcher.settled(*this);
  auto head = std::make_shared<std::string>();
  append_stream_head(*head, *this, loop_.date);
  // an open stream may live for days: it gives back what only requests need
  for (auto* text : {&in_, &out_, &request.head, &request.body, &request.path}) give_back(*text);
  give_back(request.headers);
  give_back(match.params);
  request.target = request.query_text = {};
  query = {};
  wire_.reset();
  pending_.insert(pending_.begin(), std::move(head));
  pending_bytes_ += pending_.front()->size();
  hold_.reset();
  watch();
  flush();
}

// Nothing is expected from the client any more but that it goes away.
template <class Socket>
void Connection<Socket>::watch() {
  socket_.async_read_some(asio::buffer(ignored_), [me = self()](const Error& error, std::size_t) {
    if (me->state_ != State::streaming) return;
    if (error) return me->close();
    me->watch();
  });
}

template <class Socket>
void Connection<Socket>::send(Bytes bytes) {
  if (!open()) return;
  asio::post(loop_.io, [me = self(), bytes = std::move(bytes)]() mutable { me->push(std::move(bytes)); });
}

template <class Socket>
void Connection<Socket>::end() {
  asio::post(loop_.io, [me = self()] {
    me->ending_ = true;
    me->flush();
  });
}

template <class Socket>
void Connection<Socket>::deliver_here(std::vector<Delivery> batch) {
  asio::post(loop_.io, [batch = std::move(batch)]() mutable {
    for (auto& d : batch) static_cast<Peer*>(d.to.get())->push(std::move(d.bytes));
  });
}

template <class Socket>
void Connection<Socket>::push(Bytes bytes) {
  if (state_ == State::closed || ending_) return;
  if (pending_bytes_ + bytes->size() > loop_.shared.options.stream_buffer) return close();  // it reconnects and resumes
  pending_bytes_ += bytes->size();
  pending_.push_back(std::move(bytes));
  if (state_ == State::streaming) flush();
}

template <class Socket>
void Connection<Socket>::flush() {
  if (state_ != State::streaming || flushing_) return;
  while (!pending_.empty()) {
    const auto& front = *pending_.front();
    const auto buffer = asio::const_buffer(front.data() + front_at_, front.size() - front_at_);
    std::size_t written = 0;
    Error error = asio::error::would_block;
    if constexpr (plain) written = socket_.write_some(std::array{buffer}, error);
    if (error == asio::error::would_block) {
      flushing_ = true;
      within(loop_.shared.options.write_time);
      socket_.async_write_some(buffer, [me = self(), kept = pending_.front()](const Error& failed, std::size_t n) {
        me->flushing_ = false;
        if (failed) return me->close();
        me->front_at_ += n;
        me->flush();
      });
      return;
    }
    if (error) return close();
    front_at_ += written;
    if (front_at_ < front.size()) continue;
    pending_bytes_ -= front.size();
    front_at_ = 0;
    pending_.erase(pending_.begin());
  }
  deadline = Clock::time_point::max();
  if (ending_) close();
}

}  // namespace cairn::http
