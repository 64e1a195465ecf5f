// The part of a connection that sends answers: at once where the socket takes them, in pieces where it does not.
#pragma once
#include "platform/http/connection.h"

namespace cairn::http {

template <class Socket>
void Connection<Socket>::answer() {
  if (loop_.is_here() && in_process_) {
    answered_ = true;
    return;
  }
  asio::post(loop_.io, [me = self()] {
    if (me->state_ != State::busy) {  // closed meanwhile, or a stream already
      me->hold_.reset();
      return;
    }
    me->send_reply();
    if (me->state_ == State::idle) me->process();
  });
}

template <class Socket>
void Connection<Socket>::send_reply() {
  if (loop_.shared.draining.load(std::memory_order_relaxed)) keep_alive_ = false;
  squeeze(*this);
  loop_.shared.dispatcher.settled(*this);
  const auto body_text = reply.content();
  const bool with_body = request.method != Method::head && reply.status != 204 && reply.status != 304;
  out_.clear();
  out_at_ = 0;
  out_body_.reset();
  append_head(out_, *this, body_text.size(), {loop_.date, keep_alive_});
  if (with_body && reply.shared) {
    out_body_ = reply.shared;
  } else if (with_body && reply.kept) {
    out_body_ = reply.kept->in(Coding::plain);
  } else if (with_body && body_text.size() > 16 * 1024) {
    out_body_ = std::make_shared<const std::string>(std::move(reply.body));
  } else if (with_body) {
    out_.append(body_text);
  }
  state_ = State::writing;
  within(loop_.shared.options.write_time);
  write_out(true);
}

template <class Socket>
void Connection<Socket>::write_out(bool may_try) {
  const auto rest_of = [](const std::string& text, std::size_t at) {
    return at < text.size() ? asio::const_buffer(text.data() + at, text.size() - at) : asio::const_buffer();
  };
  for (;;) {
    const std::size_t body_at = out_at_ > out_.size() ? out_at_ - out_.size() : 0;
    const std::array<asio::const_buffer, 2> buffers = {rest_of(out_, out_at_), out_body_ ? rest_of(*out_body_, body_at) : asio::const_buffer()};
    if (asio::buffer_size(buffers) == 0) return after_reply();
    if constexpr (plain) {
      if (may_try) {
        Error error;
        const auto n = socket_.write_some(buffers, error);
        if (!error) {
          out_at_ += n;
          continue;
        }
        if (error != asio::error::would_block) return close();
      }
    }
    socket_.async_write_some(buffers, [me = self()](const Error& error, std::size_t n) { me->on_written(error, n); });
    return;
  }
}

template <class Socket>
void Connection<Socket>::on_written(const Error& error, std::size_t bytes) {
  if (state_ == State::closed) return;
  if (error) return close();
  out_at_ += bytes;
  within(loop_.shared.options.write_time);  // whoever makes progress may go on
  write_out(true);
  if (state_ == State::idle && !in_process_) process();
}

template <class Socket>
void Connection<Socket>::after_reply() {
  hold_.reset();
  out_body_.reset();
  release_body();
  out_.clear();
  request.body.clear();
  for (auto* text : {&in_, &out_, &request.body}) {
    if (text->capacity() > 64 * 1024) text->shrink_to_fit();
  }
  if (unread_) return linger();
  if (!keep_alive_) return close();
  state_ = State::idle;
  within(loop_.shared.options.idle_time);
  // without process() on the stack, whoever called goes on with it
}

// Ends our side and reads on for a moment: closing on unread bytes would take the answer away from the client.
template <class Socket>
void Connection<Socket>::linger() {
  state_ = State::lingering;
  within(std::chrono::milliseconds(2000));
  Error ignored;
  lowest().shutdown(tcp::socket::shutdown_send, ignored);
  if (reading_) return;  // its buffer is in use; it comes by here again
  in_.clear();
  read_more(4096);
}

}  // namespace cairn::http
