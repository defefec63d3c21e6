#include "services/server/ledger_numbers.h"

#include <ctime>
#include <functional>
#include <memory>
#include <utility>

#include "openssl/bio.h"
#include "openssl/pem.h"
#include "openssl/x509.h"

namespace cardledger::server {
namespace {

void AskForOne(metrics::Metrics& metrics, const std::string& name, const std::string& help,
               std::function<double()> value) {
  metrics.Ask({{.name = name, .help = help, .value = std::move(value)}});
}

void AskForEngine(metrics::Metrics& metrics, const engine::Engine& engine) {
  AskForOne(metrics, "cardledger_position", "Entries of the journal",
            [&engine] { return static_cast<double>(engine.view()->position); });
  AskForOne(metrics, "cardledger_anchored_position", "Entries that the anchor has seen",
            [&engine] { return static_cast<double>(engine.status().anchored_position); });
  AskForOne(metrics, "cardledger_anchor_failing", "1 while the anchor cannot be written",
            [&engine] { return engine.status().anchor_error.empty() ? 0.0 : 1.0; });
  const auto is_in = [&engine](engine::WriteState state) {
    return [&engine, state] { return engine.status().write_state == state ? 1.0 : 0.0; };
  };
  AskForOne(metrics, "cardledger_latched", "1 once writing has stopped until a restart",
            is_in(engine::WriteState::kLatched));
  AskForOne(metrics, "cardledger_clock_in_doubt", "1 while writing waits for the clock",
            is_in(engine::WriteState::kClockUnsure));
  const std::string waiting = "cardledger_waiting";
  const std::string help = "What waits for the engine: commands, and chunks of bulk loads";
  metrics.Ask({{.name = waiting,
                .help = help,
                .labels = {{"lane", "interactive"}},
                .value = [&engine] { return static_cast<double>(engine.waiting().interactive); }},
               {.name = waiting, .help = help, .labels = {{"lane", "bulk"}}, .value = [&engine] {
                  return static_cast<double>(engine.waiting().bulk);
                }}});
}

// Seconds since 1970; nullptr bytes of time count as none.
double EndOfFirst(const std::string& file) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new_file(file.c_str(), "r"), BIO_free);
  if (bio == nullptr) return 0;
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
  std::tm end{};
  if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1) {
    return 0;
  }
  return static_cast<double>(timegm(&end));
}

}  // namespace

void AskForLedger(metrics::Metrics& metrics, const engine::Engine& engine,
                  const rpc::EdgeServices& edge) {
  AskForEngine(metrics, engine);
  const std::string open = "cardledger_open_streams";
  const std::string help = "Streams that are open";
  metrics.Ask({{.name = open,
                .help = help,
                .labels = {{"kind", "watch"}},
                .value = [&edge] { return static_cast<double>(edge.counts().watches); }},
               {.name = open, .help = help, .labels = {{"kind", "bulk_load"}}, .value = [&edge] {
                  return static_cast<double>(edge.counts().bulk_loads);
                }}});
  AskForOne(metrics, "cardledger_reads_waiting", "Lists and pages that wait for a reader",
            [&edge] { return static_cast<double>(edge.counts().reads_waiting); });
  AskForOne(metrics, "cardledger_callers_remembered", "Callers that the limits remember",
            [&edge] { return static_cast<double>(edge.counts().callers_remembered); });
}

void AskForTokens(metrics::Metrics& metrics, const identity::Issuer& issuer) {
  const auto number = [&issuer](const char* outcome, uint64_t identity::TokenCounts::*count) {
    return metrics::Asked{
        .name = "cardledger_tokens_total",
        .help = "Tokens that came: known from before, checked and good, or refused",
        .labels = {{"outcome", outcome}},
        .value = [&issuer, count] { return static_cast<double>(issuer.counts().*count); }};
  };
  metrics.Ask({number("remembered", &identity::TokenCounts::remembered),
               number("accepted", &identity::TokenCounts::accepted),
               number("refused", &identity::TokenCounts::refused)});
}

void AskForCertificate(metrics::Metrics& metrics, const std::string& file) {
  AskForOne(metrics, "cardledger_certificate_end_seconds",
            "When the server's certificate ends, in seconds since 1970; 0 where it cannot be read",
            [file] { return EndOfFirst(file); });
}

}  // namespace cardledger::server
