# What goes with the programs: the API, the policy tables, the units and their options as an example.
# Programs are installed where they are made (cardledger_cc_binary).

include(GNUInstallDirs)
install(DIRECTORY proto/cardledger DESTINATION "${CMAKE_INSTALL_DATADIR}/cardledger/proto"
  FILES_MATCHING PATTERN "*.proto")
install(DIRECTORY deploy/policy DESTINATION "${CMAKE_INSTALL_DATADIR}/cardledger")
install(FILES deploy/systemd/cardledgerd.service deploy/systemd/cardledger-keys.service
    deploy/systemd/cardledger-keys.timer
  DESTINATION lib/systemd/system)
install(FILES README.md docs/OPERATIONS.md deploy/config/cardledgerd.toml
    deploy/config/identities.textproto
  DESTINATION "${CMAKE_INSTALL_DOCDIR}")
