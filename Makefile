# What a newcomer needs: make demo runs the main job, make test passes the tests.
# "make" alone lists the targets.

GO   ?= go
TAGS := duckdb_arrow
DEMO := bin/demo
# Data that cannot be shipped, for the sdc targets: make test-sdc LVV_SDC=folder
LVV_SDC ?=

.PHONY: help build demo test check test-sdc race fuzz golden cover bench tools clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

build: ## build bin/lvv
	$(GO) build -tags $(TAGS) -trimpath -o bin/lvv ./cmd/lvv

demo: build ## tell the whole story on invented data, in bin/demo
	rm -rf $(DEMO)
	bin/lvv demo $(DEMO)

test: tools check ## everything that must hold: format, vet, staticcheck, all tests
	$(GO) test -tags $(TAGS) ./...

check: ## gofmt, vet and staticcheck
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "run gofmt -w on these"; exit 1; }
	$(GO) vet -tags $(TAGS) ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.7.0 -tags $(TAGS) ./...

tools: ## install what the tests need beside Go and gcc (Debian; as root, or says what is missing)
	sh .ci/tools

test-sdc: ## optima and patterns of other tools: make test-sdc LVV_SDC=folder (with adult, shelter, tables)
	LVV_SDC="$(LVV_SDC)" $(GO) test -tags sdc ./anonymise/microdata
	LVV_SDC="$(LVV_SDC)/tables" $(GO) test -tags sdc -run Reference ./anonymise/disclosure/...
	LVV_SDC="$(LVV_SDC)/tables" $(GO) test -tags sdc,$(TAGS) -run ProtectReference ./cmd/lvv
	LVV_SDC="$(LVV_SDC)" $(GO) test -tags sdc,$(TAGS) -run 'ReferenceAnonymise|ReferenceNotNested' ./cmd/lvv

race: ## the tests under the race detector, and with cgo pointers checked
	$(GO) test -tags $(TAGS) -race ./...
	GOEXPERIMENT=cgocheck2 $(GO) test -tags $(TAGS) ./reports/... ./anonymise/store/...

golden: ## write the golden files anew; look at the difference before you commit it
	UPDATE=1 $(GO) test -tags $(TAGS) ./...

fuzz: ## fuzz every parser of foreign bytes for 30 seconds
	@grep -rl 'func Fuzz' --include=*_test.go . | while read f; do \
	  for t in $$(grep -oE 'func Fuzz[A-Za-z0-9]+' $$f | cut -c6-); do \
	    echo "$$f $$t"; $(GO) test -tags $(TAGS) -run '^$$' -fuzz "^$$t$$" -fuzztime 30s $$(dirname $$f) || exit 1; \
	  done; done

cover: ## coverage by package
	$(GO) test -tags $(TAGS) -cover ./...

bench: build ## a million stays against plain decryption; with LVV_SDC=folder disclosure control against other tools
	$(GO) run -tags $(TAGS) ./cmd/bench -lvv bin/lvv
	$(if $(LVV_SDC),$(GO) run -tags $(TAGS) ./cmd/bench -lvv bin/lvv -sdc "$(LVV_SDC)")
	$(GO) test -run '^$$' -bench . ./anonymise/disclosure/bounds

clean: ## remove bin/
	rm -rf bin
