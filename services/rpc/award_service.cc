#include "services/rpc/award_service.h"

#include <algorithm>
#include <vector>

#include "base/status_macros.h"
#include "services/domain/london_time.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/engine/award_entries.h"
#include "services/rpc/award_resources.h"
#include "services/rpc/lists.h"
#include "services/rpc/past_state.h"
#include "services/rpc/recorded_time.h"
#include "services/rpc/unary_call.h"

namespace cardledger::rpc {
namespace {

using AwardRows = std::vector<std::pair<domain::AwardId, store::v1::AwardRow>>;

// As it was when the last entry up to the position was recorded: its state follows from that day.
absl::Status FillPastAward(const ReadScope& scope, const domain::AwardId& id, uint64_t newest,
                           uint64_t position, v1::GetAwardResponse& response) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::AwardRow> row,
                              engine::AwardAt(scope.store(), scope.view(), id, newest, position));
  if (!row) return NotFound(kReasonAwardNotFound, "award", domain::AwardName(id));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t time_us, RecordedTimeOf(scope.reader(), position));
  FillAward(id, *row, domain::LondonDay(time_us), *response.mutable_award());
  FillReadPoint(position, time_us, *response.mutable_read_point());
  return absl::OkStatus();
}

absl::Status FillGetAward(const ReadScope& scope, const v1::GetAwardRequest& request,
                          v1::GetAwardResponse& response) {
  CARDLEDGER_ASSIGN_OR_RETURN(const uint64_t position,
                              PositionOf(scope.view(), "position", request.position()));
  const domain::AwardId id = domain::AwardOf(request.name());
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::AwardRow> row,
                              scope.reader().Award(id));
  if (!row) return NotFound(kReasonAwardNotFound, "award", request.name());
  if (request.position() != 0) {
    return FillPastAward(scope, id, row->last_entry(), position, response);
  }
  FillAward(id, *row, scope.today(), *response.mutable_award());
  return absl::OkStatus();
}

// Ids of the person's awards, in their order as names.
absl::StatusOr<std::vector<domain::AwardId>> AwardIdsOf(const engine::Reader& reader,
                                                        absl::string_view person) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::PersonRow> row,
                              reader.Person(domain::PersonOf(person)));
  if (!row) return NotFound(kReasonPersonNotFound, "person", person);
  std::vector<domain::AwardId> ids = domain::AwardIdsOf(*row);
  std::sort(ids.begin(), ids.end());
  return ids;
}

// Up to `limit` of `ids` (in order) after `after`.
absl::StatusOr<AwardRows> RowsAfter(const engine::Reader& reader,
                                    const std::vector<domain::AwardId>& ids,
                                    const domain::AwardId& after, size_t limit) {
  const std::vector<domain::AwardId> wanted = IdsAfter(ids, after, limit);
  CARDLEDGER_ASSIGN_OR_RETURN(std::vector<store::v1::AwardRow> found, reader.Awards(wanted));
  AwardRows rows;
  for (size_t i = 0; i < wanted.size(); ++i) rows.emplace_back(wanted[i], std::move(found[i]));
  return rows;
}

absl::Status FillListAwards(const domain::LedgerId& ledger, const ReadScope& scope,
                            const v1::ListAwardsRequest& request,
                            v1::ListAwardsResponse& response) {
  const ListPage page(ledger, scope.view().position, request);
  std::vector<domain::AwardId> ids;
  if (!request.person().empty()) {
    CARDLEDGER_ASSIGN_OR_RETURN(ids, AwardIdsOf(scope.reader(), request.person()));
  }
  const domain::Day today = scope.today();
  CARDLEDGER_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                              WalkPage<domain::AwardId>(
                                  page,
                                  [&](const domain::AwardId& after, size_t limit) {
                                    return request.person().empty()
                                               ? scope.reader().AwardsAfter(after, limit)
                                               : RowsAfter(scope.reader(), ids, after, limit);
                                  },
                                  [&](const domain::AwardId&, const store::v1::AwardRow& row) {
                                    return scope.reach().Lists(row.person_id()) &&
                                           (request.state() == v1::AWARD_STATE_UNSPECIFIED ||
                                            StateOf(row, today) == request.state());
                                  },
                                  [&](const domain::AwardId& id, const store::v1::AwardRow& row) {
                                    FillAward(id, row, today, *response.add_awards());
                                  }));
  return absl::OkStatus();
}

}  // namespace

AwardServiceImpl::AwardServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      propose_award_(access.Of("ProposeAward")),
      approve_award_(access.Of("ApproveAward")),
      cancel_award_(access.Of("CancelAward")),
      get_award_(access.Of("GetAward")),
      propose_extension_(access.Of("ProposeExtension")),
      decide_extension_(access.Of("DecideExtension")),
      end_award_(access.Of("EndAward")),
      record_agreement_(access.Of("RecordAgreement")),
      set_contribution_(access.Of("SetContribution")),
      receive_contribution_(access.Of("ReceiveContribution")),
      add_own_money_(access.Of("AddOwnMoney")),
      repay_own_money_(access.Of("RepayOwnMoney")),
      list_awards_(access.Of("ListAwards")) {}

grpc::ServerUnaryReactor* AwardServiceImpl::ProposeAward(grpc::CallbackServerContext* context,
                                                         const v1::ProposeAwardRequest* request,
                                                         v1::ProposeAwardResponse* response) {
  return Mutate(edge_, propose_award_, context, request, response);
}

grpc::ServerUnaryReactor* AwardServiceImpl::ApproveAward(grpc::CallbackServerContext* context,
                                                         const v1::ApproveAwardRequest* request,
                                                         v1::ApproveAwardResponse* response) {
  return Mutate(edge_, approve_award_, context, request, response);
}

grpc::ServerUnaryReactor* AwardServiceImpl::CancelAward(grpc::CallbackServerContext* context,
                                                        const v1::CancelAwardRequest* request,
                                                        v1::CancelAwardResponse* response) {
  return Mutate(edge_, cancel_award_, context, request, response);
}

grpc::ServerUnaryReactor* AwardServiceImpl::GetAward(grpc::CallbackServerContext* context,
                                                     const v1::GetAwardRequest* request,
                                                     v1::GetAwardResponse* response) {
  return Read(edge_, get_award_, context, request, response, FillGetAward);
}

grpc::ServerUnaryReactor* AwardServiceImpl::ProposeExtension(
    grpc::CallbackServerContext* context, const v1::ProposeExtensionRequest* request,
    v1::Change* response) {
  return Mutate(edge_, propose_extension_, context, request, response);
}

grpc::ServerUnaryReactor* AwardServiceImpl::DecideExtension(
    grpc::CallbackServerContext* context, const v1::DecideExtensionRequest* request,
    v1::Change* response) {
  return Mutate(edge_, decide_extension_, context, request, response);
}

grpc::ServerUnaryReactor* AwardServiceImpl::EndAward(grpc::CallbackServerContext* context,
                                                     const v1::EndAwardRequest* request,
                                                     v1::Change* response) {
  return Mutate(edge_, end_award_, context, request, response);
}

grpc::ServerUnaryReactor* AwardServiceImpl::RecordAgreement(
    grpc::CallbackServerContext* context, const v1::RecordAgreementRequest* request,
    v1::Change* response) {
  return Mutate(edge_, record_agreement_, context, request, response);
}

grpc::ServerUnaryReactor* AwardServiceImpl::SetContribution(
    grpc::CallbackServerContext* context, const v1::SetContributionRequest* request,
    v1::Change* response) {
  return Mutate(edge_, set_contribution_, context, request, response);
}

grpc::ServerUnaryReactor* AwardServiceImpl::ReceiveContribution(
    grpc::CallbackServerContext* context, const v1::ReceiveContributionRequest* request,
    v1::Change* response) {
  return Mutate(edge_, receive_contribution_, context, request, response);
}

grpc::ServerUnaryReactor* AwardServiceImpl::AddOwnMoney(grpc::CallbackServerContext* context,
                                                        const v1::AddOwnMoneyRequest* request,
                                                        v1::Change* response) {
  return Mutate(edge_, add_own_money_, context, request, response);
}

grpc::ServerUnaryReactor* AwardServiceImpl::RepayOwnMoney(grpc::CallbackServerContext* context,
                                                          const v1::RepayOwnMoneyRequest* request,
                                                          v1::Change* response) {
  return Mutate(edge_, repay_own_money_, context, request, response);
}

grpc::ServerUnaryReactor* AwardServiceImpl::ListAwards(grpc::CallbackServerContext* context,
                                                       const v1::ListAwardsRequest* request,
                                                       v1::ListAwardsResponse* response) {
  return ReadSlowly(
      edge_, list_awards_, context, request, response,
      [&ledger = edge_.engine->identity().id](
          const ReadScope& scope, const v1::ListAwardsRequest& asked,
          v1::ListAwardsResponse& answer) { return FillListAwards(ledger, scope, asked, answer); });
}

}  // namespace cardledger::rpc
