#include "services/rpc/edge_services.h"

#include <atomic>
#include <chrono>
#include <utility>

#include "base/periodic_task.h"
#include "base/status_macros.h"
#include "services/domain/limits.h"
#include "services/rpc/access.h"
#include "services/rpc/award_service.h"
#include "services/rpc/balance_service.h"
#include "services/rpc/card_service.h"
#include "services/rpc/edge.h"
#include "services/rpc/fund_service.h"
#include "services/rpc/journal_service.h"
#include "services/rpc/load_service.h"
#include "services/rpc/look_service.h"
#include "services/rpc/person_service.h"
#include "services/rpc/policy_service.h"
#include "services/rpc/privacy_service.h"
#include "services/rpc/provider_service.h"
#include "services/rpc/reader_pool.h"
#include "services/rpc/referral_service.h"
#include "services/rpc/transaction_service.h"
#include "services/rpc/worklist_service.h"

namespace cardledger::rpc {
namespace {

// Lists read from memory and page cache: two threads keep two cores busy, and more would take them
// from the calls that do not wait.
constexpr size_t kReaderThreads = 2;
// How often open streams are looked after: far below the bounds of what is looked at.
constexpr std::chrono::milliseconds kStreamsInterval{500};

struct Access {
  ServiceAccess funds;
  ServiceAccess persons;
  ServiceAccess awards;
  ServiceAccess loads;
  ServiceAccess balances;
  ServiceAccess journal;
  ServiceAccess policies;
  ServiceAccess cards;
  ServiceAccess providers;
  ServiceAccess referrals;
  ServiceAccess transactions;
  ServiceAccess worklists;
  ServiceAccess privacy;
  ServiceAccess looks;
};

// The one list of the services, so that none is observed less than another: whose access it is, and
// a message of the file in which the service stands.
struct Part {
  ServiceAccess Access::*access;
  const google::protobuf::Descriptor* of_file;
};

std::vector<Part> Parts() {
  return {{&Access::funds, v1::CreateFundRequest::descriptor()},
          {&Access::persons, v1::RegisterPersonRequest::descriptor()},
          {&Access::awards, v1::ProposeAwardRequest::descriptor()},
          {&Access::loads, v1::CreateLoadRequest::descriptor()},
          {&Access::balances, v1::GetBalanceRequest::descriptor()},
          {&Access::journal, v1::GetLedgerRequest::descriptor()},
          {&Access::policies, v1::ActivatePolicyRequest::descriptor()},
          {&Access::cards, v1::RequestCardRequest::descriptor()},
          {&Access::providers, v1::RegisterProviderRequest::descriptor()},
          {&Access::referrals, v1::RequestExceptionRequest::descriptor()},
          {&Access::transactions, v1::ListTransactionsRequest::descriptor()},
          {&Access::worklists, v1::ListWorkRequest::descriptor()},
          {&Access::privacy, v1::ProposeErasureRequest::descriptor()},
          {&Access::looks, v1::OpenLinesRequest::descriptor()}};
}

// `observer` may be null.
absl::StatusOr<Access> LoadAccess(CallObserver* observer) {
  Access access;
  for (const Part& part : Parts()) {
    CARDLEDGER_ASSIGN_OR_RETURN(access.*part.access,
                                ServiceAccess::Load(*part.of_file->file()->service(0)));
    if (observer != nullptr) (access.*part.access).ObserveBy(*observer);
  }
  return access;
}

std::vector<std::string> NamesOf(const Access& access) {
  std::vector<std::string> names;
  for (const Part& part : Parts()) names.push_back((access.*part.access).service());
  return names;
}

class EdgeServicesImpl final : public EdgeServices {
 public:
  EdgeServicesImpl(EdgeOptions options, const Access& access)
      : names_(NamesOf(access)),
        limits_(options.limits
                    ? std::make_unique<CallerLimits>(*std::move(options.limits), *options.clock)
                    : nullptr),
        readers_(kReaderThreads, domain::kReaderQueueMax),
        briefs_(domain::kBriefsHeldMax, domain::kAwardBriefsHeldMax),
        edge_{.engine = options.engine,
              .store = options.store,
              .clock = options.clock,
              .identities = options.identities,
              .readers = &readers_,
              .briefs = &briefs_,
              .draining = &draining_,
              .limits = limits_.get(),
              .log = std::move(options.log),
              .id_seed = std::move(options.id_seed)},
        funds_(edge_, access.funds),
        persons_(edge_, access.persons),
        awards_(edge_, access.awards),
        loads_(edge_, access.loads),
        balances_(edge_, access.balances),
        journal_(edge_, access.journal),
        policies_(edge_, access.policies),
        cards_(edge_, access.cards),
        providers_(edge_, access.providers),
        // NOLINTNEXTLINE(bugprone-throw-keyword-missing): a method of it has Exception in its name
        referrals_(edge_, access.referrals),
        transactions_(edge_, access.transactions),
        worklists_(edge_, access.worklists),
        privacy_(edge_, access.privacy),
        looks_(edge_, access.looks),
        streams_task_(kStreamsInterval, [this] { LookAfterStreams(); }) {}

  std::vector<grpc::Service*> services() override {
    return {&funds_, &persons_,   &awards_,    &loads_,        &balances_,  &journal_, &policies_,
            &cards_, &providers_, &referrals_, &transactions_, &worklists_, &privacy_, &looks_};
  }

  std::vector<std::string> names() const override { return names_; }

  void Drain() override {
    draining_ = true;
    loads_.Drain();
    journal_.Drain();
  }

  EdgeCounts counts() const override {
    return {.watches = journal_.streams().count(),
            .bulk_loads = loads_.streams().count(),
            .reads_waiting = readers_.waiting(),
            .callers_remembered = limits_ == nullptr ? 0 : limits_->remembered()};
  }

 private:
  void LookAfterStreams() {
    const int64_t now_us = edge_.clock->MonotonicMicroseconds();
    journal_.streams().LookAfter(now_us);
    loads_.streams().LookAfter(now_us);
  }

  const std::vector<std::string> names_;
  const std::unique_ptr<CallerLimits> limits_;
  std::atomic<bool> draining_ = false;
  ReaderPool readers_;
  engine::BriefCache briefs_;
  const Edge edge_;
  FundServiceImpl funds_;
  PersonServiceImpl persons_;
  AwardServiceImpl awards_;
  LoadServiceImpl loads_;
  BalanceServiceImpl balances_;
  JournalServiceImpl journal_;
  PolicyServiceImpl policies_;
  CardServiceImpl cards_;
  ProviderServiceImpl providers_;
  ReferralServiceImpl referrals_;
  TransactionServiceImpl transactions_;
  WorklistServiceImpl worklists_;
  PrivacyServiceImpl privacy_;
  LookServiceImpl looks_;
  base::PeriodicTask streams_task_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<EdgeServices>> EdgeServices::Make(EdgeOptions options) {
  CARDLEDGER_ASSIGN_OR_RETURN(const Access access, LoadAccess(options.observer));
  return std::make_unique<EdgeServicesImpl>(std::move(options), access);
}

}  // namespace cardledger::rpc
