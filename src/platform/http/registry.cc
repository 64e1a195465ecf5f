// The route table: a tree of path segments, literal ones before parameters.
#include <algorithm>
#include <set>

#include "platform/http/route.h"

namespace cairn::http {
namespace {

std::string_view next_segment(std::string_view& rest) {
  rest.remove_prefix(1);
  const auto end = std::min(rest.find('/'), rest.size());
  const auto segment = rest.substr(0, end);
  rest.remove_prefix(end);
  return segment;
}

bool is_parameter(std::string_view segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }

// what a route lacks, in words; empty when nothing
std::string lacks(const Route& r) {
  std::string out;
  const auto need = [&](bool present, const char* what) {
    if (!present) out += out.empty() ? what : std::string(", ") + what;
  };
  const bool unsafe = r.method() == Method::post || r.method() == Method::put || r.method() == Method::patch;
  need(r.path().starts_with('/') && (r.path().size() == 1 || !r.path().ends_with('/')), "a path that starts and does not end with /");
  need(r.rule_of().allows != nullptr && !r.rule_of().name.empty(), "a rule");
  need(r.scope_of().has_value(), "a token scope");
  need(r.rate_of() != Rate::unset, "a rate class");
  need(r.run_of() != Run::unset, "where it runs");
  need(!unsafe || r.takes_body() || r.without_body(), "a body declaration (body<T>(), raw_body or no_body())");
  need(!(r.takes_body() && (r.method() == Method::get || r.method() == Method::head)), "no body, as every GET");
  need(r.run_of() == Run::stream ? static_cast<bool>(r.stream_handler()) : static_cast<bool>(r.handler()), "a handler");
  need(r.run_of() != Run::read || !unsafe || r.rooted(), "a run other than read for an unsafe method");
  need(r.rooted() || (!r.summary_text().empty() && !r.tag_text().empty()), "a summary and a tag");
  need(r.rooted() || r.run_of() == Run::stream || !r.answers_of().empty(), "its answers");
  std::set<int> statuses;
  for (const auto& a : r.answers_of()) statuses.insert(a.status);
  need(statuses.size() == r.answers_of().size(), "one answer only for each status");
  const bool is_public = r.scope_of() == Scope::none;
  need(!is_public || r.rule_of().name == rules::anyone.name, "a scope: only public routes go without");
  return out;
}

}  // namespace

void Registry::add(const Route& route) {
  routes_.push_back(std::make_unique<Route>(route));
  const auto index = routes_.size() - 1;
  auto& names = names_.emplace_back();
  const std::string path = route.path();
  Node* node = &root_;
  for (std::string_view rest = path; rest.size() > 1;) {
    const auto segment = next_segment(rest);
    if (is_parameter(segment)) {
      names.emplace_back(segment.substr(1, segment.size() - 2));
      if (!node->any) node->any = std::make_unique<Node>();
      node = node->any.get();
    } else {
      auto& child = node->children[std::string(segment)];
      if (!child) child = std::make_unique<Node>();
      node = child.get();
    }
  }
  for (const auto& [method, other] : node->routes) {
    if (method == route.method()) duplicates_.push_back(std::string(name_of(method)) + ' ' + path);
  }
  node->routes.emplace_back(route.method(), index);
}

std::vector<std::string> Registry::check() const {
  std::vector<std::string> problems;
  for (const auto& r : routes_) {
    if (auto text = lacks(*r); !text.empty()) problems.push_back(std::string(name_of(r->method())) + ' ' + r->path() + " lacks " + text + '.');
  }
  for (const auto& d : duplicates_) problems.push_back(d + " is declared twice.");
  return problems;
}

const Registry::Node* Registry::walk(const Node& node, std::string_view rest, std::vector<std::string_view>& values) const {
  if (rest.size() <= 1) return rest == "/" && &node != &root_ ? nullptr : (node.routes.empty() ? nullptr : &node);
  auto behind = rest;
  const auto segment = next_segment(behind);
  if (segment.empty()) return nullptr;
  if (const auto child = node.children.find(segment); child != node.children.end()) {
    if (const Node* found = walk(*child->second, behind, values)) return found;
  }
  if (!node.any) return nullptr;
  values.push_back(segment);
  if (const Node* found = walk(*node.any, behind, values)) return found;
  values.pop_back();
  return nullptr;
}

void Registry::find(Method method, std::string_view path, Match& out) const {
  out.route = nullptr;
  out.allowed.clear();
  out.params.clear();
  std::vector<std::string_view> values;
  const Node* node = walk(root_, path, values);
  if (!node) return;
  const auto take = [&](Method wanted) {
    for (const auto& [m, index] : node->routes) {
      if (m != wanted) continue;
      out.route = routes_[index].get();
      out.index = index;
      for (std::size_t i = 0; i < values.size(); ++i) out.params.push_back({names_[index][i], values[i]});
      return true;
    }
    return false;
  };
  if (take(method) || (method == Method::head && take(Method::get))) return;
  for (const auto& [m, index] : node->routes) out.allowed.push_back(m);
}

}  // namespace cairn::http
