#pragma once

// Reads a list page by page up to a limit, and answers with it. Used by the list commands. One
// thread.

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_field.h"

#include "base/status_macros.h"
#include "clients/cli/context.h"
#include "clients/cli/render.h"
#include "clients/cli/words.h"

namespace cardledger::cli {

struct ListOptions {
  int32_t limit = 1000;
  std::string page_token;
};

// Calls `list` until the limit is reached or nothing is left. `move_items(page, all)` moves a
// page's items into `all`, which keeps the token of what is left and the first page's read point.
template <typename Response, typename Request>
absl::StatusOr<Response> ListUpTo(
    const ListOptions& options, Request request,
    absl::FunctionRef<absl::StatusOr<Response>(const Request&)> list,
    absl::FunctionRef<int(Response& page, Response& all)> move_items) {
  constexpr int32_t kPageSizeMax = 1000;
  CARDLEDGER_RETURN_IF_ERROR(ParseText(options.page_token).status());
  Response all;
  int32_t left = options.limit;
  request.set_page_token(options.page_token);
  while (true) {
    request.set_page_size(std::min(left, kPageSizeMax));
    absl::StatusOr<Response> page = list(request);
    if (!page.ok()) return page.status();
    if (!all.has_read_point()) *all.mutable_read_point() = page->read_point();
    left -= move_items(*page, all);
    all.set_next_page_token(page->next_page_token());
    if (all.next_page_token().empty() || left <= 0) return all;
    request.set_page_token(all.next_page_token());
  }
}

// Says that more is left, and how to read on.
inline void RemarkOnMore(Context& context, const std::string& next_page_token) {
  if (next_page_token.empty()) return;
  context.Warn("There is more: raise --limit, or go on with --page-token " + next_page_token);
}

// Lists up to the limit and answers with what `render` makes of the items.
template <typename Item, typename Request, typename Response>
ExitCode AnswerPages(Context& context, const ListOptions& options, const Request& request,
                     absl::FunctionRef<absl::StatusOr<Response>(const Request&)> list,
                     google::protobuf::RepeatedPtrField<Item>* (Response::*mutable_items)(),
                     std::string (*render)(const google::protobuf::RepeatedPtrField<Item>&)) {
  absl::StatusOr<Response> response =
      ListUpTo<Response, Request>(options, request, list, [&](Response& page, Response& all) {
        const auto& items = *(page.*mutable_items)();
        (all.*mutable_items)()->MergeFrom(items);
        return items.size();
      });
  if (!response.ok()) return context.Fail(response.status());
  const auto& items = *((*response).*mutable_items)();
  std::string names;
  for (const Item& item : items) absl::StrAppend(&names, names.empty() ? "" : "\n", item.name());
  RemarkOnMore(context, response->next_page_token());
  return context.Answer(*response, render(items) + RenderReadPoint(response->read_point()), names);
}

// The same of a method of the client.
template <typename Item, typename Request, typename Response>
ExitCode AnswerList(Context& context, const ListOptions& options, const Request& request,
                    absl::StatusOr<Response> (client::Client::*list)(const Request&),
                    google::protobuf::RepeatedPtrField<Item>* (Response::*mutable_items)(),
                    std::string (*render)(const google::protobuf::RepeatedPtrField<Item>&)) {
  return AnswerPages<Item, Request, Response>(
      context, options, request,
      [&](const Request& page) { return (context.client().*list)(page); }, mutable_items, render);
}

}  // namespace cardledger::cli
