#include "tests/bench/open_lines.h"

#include <set>

#include "base/status_macros.h"
#include "clients/cpp/client.h"

namespace cardledger::bench {

absl::Status OpenLinesOf(const std::vector<std::string>& award_names,
                         const std::shared_ptr<grpc::Channel>& channel) {
  client::ClientOptions options;
  options.identity =
      client::Identity{.subject = "bench-finance-officer", .roles = {"finance_officer"}};
  const std::unique_ptr<client::Client> client = client::Client::OverChannel(options, channel);
  std::set<std::string> opened;
  for (const std::string& award : award_names) {
    if (!opened.insert(award).second) continue;
    v1::GetAwardRequest get;
    get.set_name(award);
    CARDLEDGER_ASSIGN_OR_RETURN(const v1::GetAwardResponse shown, client->GetAward(get));
    v1::OpenLinesRequest open;
    open.set_person(shown.award().person());
    open.set_reason(journal::v1::LOOK_REASON_AUDIT);
    CARDLEDGER_RETURN_IF_ERROR(client->OpenLines(open).status());
  }
  return absl::OkStatus();
}

}  // namespace cardledger::bench
