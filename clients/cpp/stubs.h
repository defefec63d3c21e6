#pragma once

// The generated stubs of one connection. Internal to clients/cpp.

#include <memory>

#include <grpcpp/channel.h>

#include "cardledger/v1/awards.grpc.pb.h"
#include "cardledger/v1/balances.grpc.pb.h"
#include "cardledger/v1/cards.grpc.pb.h"
#include "cardledger/v1/funds.grpc.pb.h"
#include "cardledger/v1/journal.grpc.pb.h"
#include "cardledger/v1/loads.grpc.pb.h"
#include "cardledger/v1/looks.grpc.pb.h"
#include "cardledger/v1/persons.grpc.pb.h"
#include "cardledger/v1/policies.grpc.pb.h"
#include "cardledger/v1/privacy.grpc.pb.h"
#include "cardledger/v1/providers.grpc.pb.h"
#include "cardledger/v1/referrals.grpc.pb.h"
#include "cardledger/v1/transactions.grpc.pb.h"
#include "cardledger/v1/worklists.grpc.pb.h"
#include "clients/cpp/client.h"

namespace cardledger::client {

struct Client::Stubs {
  explicit Stubs(const std::shared_ptr<grpc::Channel>& channel)
      : funds(v1::FundService::NewStub(channel)),
        persons(v1::PersonService::NewStub(channel)),
        awards(v1::AwardService::NewStub(channel)),
        loads(v1::LoadService::NewStub(channel)),
        balances(v1::BalanceService::NewStub(channel)),
        cards(v1::CardService::NewStub(channel)),
        providers(v1::ProviderService::NewStub(channel)),
        referrals(v1::ReferralService::NewStub(channel)),
        transactions(v1::TransactionService::NewStub(channel)),
        worklists(v1::WorklistService::NewStub(channel)),
        looks(v1::LookService::NewStub(channel)),
        journal(v1::JournalService::NewStub(channel)),
        policies(v1::PolicyService::NewStub(channel)),
        privacy(v1::PrivacyService::NewStub(channel)) {}

  std::unique_ptr<v1::FundService::Stub> funds;
  std::unique_ptr<v1::PersonService::Stub> persons;
  std::unique_ptr<v1::AwardService::Stub> awards;
  std::unique_ptr<v1::LoadService::Stub> loads;
  std::unique_ptr<v1::BalanceService::Stub> balances;
  std::unique_ptr<v1::CardService::Stub> cards;
  std::unique_ptr<v1::ProviderService::Stub> providers;
  std::unique_ptr<v1::ReferralService::Stub> referrals;
  std::unique_ptr<v1::TransactionService::Stub> transactions;
  std::unique_ptr<v1::WorklistService::Stub> worklists;
  std::unique_ptr<v1::LookService::Stub> looks;
  std::unique_ptr<v1::JournalService::Stub> journal;
  std::unique_ptr<v1::PolicyService::Stub> policies;
  std::unique_ptr<v1::PrivacyService::Stub> privacy;
};

}  // namespace cardledger::client
