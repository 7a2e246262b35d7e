# What `sam build` calls for each function and layer of template.yaml (BuildMethod: makefile). The esbuild settings are in
# build.mjs. Run `npm ci` first; samconfig.toml makes sam build in this folder, where node_modules is.
#
# One by hand: make build-AnalyzerFunction ARTIFACTS_DIR=dist/analyzer

build-AlarmHandlerFunction:
	node build.mjs alarm-handler --out "$(ARTIFACTS_DIR)"

build-AnalyzerFunction:
	node build.mjs analyzer --out "$(ARTIFACTS_DIR)"

build-ProposerFunction:
	node build.mjs proposer --out "$(ARTIFACTS_DIR)"

build-NotifierFunction:
	node build.mjs notifier --out "$(ARTIFACTS_DIR)"

build-ApprovalApiFunction:
	node build.mjs approval-api --out "$(ARTIFACTS_DIR)"

build-ExecutorFunction:
	node build.mjs executor --out "$(ARTIFACTS_DIR)"

build-ValidatorFunction:
	node build.mjs validator --out "$(ARTIFACTS_DIR)"

build-RollbackFunction:
	node build.mjs rollback --out "$(ARTIFACTS_DIR)"

build-TimekeeperFunction:
	node build.mjs timekeeper --out "$(ARTIFACTS_DIR)"

build-AuditorFunction:
	node build.mjs auditor --out "$(ARTIFACTS_DIR)"

build-McpFunction:
	node build.mjs mcp --out "$(ARTIFACTS_DIR)"

build-PolicyLayer:
	node build.mjs --layer "$(ARTIFACTS_DIR)"

.PHONY: build-AlarmHandlerFunction \
  build-AnalyzerFunction \
  build-ProposerFunction \
  build-NotifierFunction \
  build-ApprovalApiFunction \
  build-ExecutorFunction \
  build-ValidatorFunction \
  build-RollbackFunction \
  build-TimekeeperFunction \
  build-AuditorFunction \
  build-McpFunction \
  build-PolicyLayer
