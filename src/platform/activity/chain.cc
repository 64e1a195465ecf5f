// A field is written as its length, a colon and its text, so that no two rows are written alike.
#include "platform/activity/chain.h"

#include "platform/crypto/crypto.h"

namespace cairn::activity {

std::string chain_hash(std::string_view before, const Link& link) {
  std::string text;
  text.reserve(160 + link.kind.size() + link.request_id.size());
  const auto add = [&text](std::string_view field) {
    text += std::to_string(field.size());
    text += ':';
    text += field;
  };
  add(before);
  add(std::to_string(link.number));
  add(std::to_string(link.at.us));
  add(std::to_string(link.person));
  add(link.kind);
  add(link.subject_type);
  add(std::to_string(link.subject_id));
  add(link.request_id);
  add(link.digest);
  return crypto::sha256(text);
}

}  // namespace cairn::activity
