# One entry for people. Every target is one plain command, which can be typed
# just as well. `make` lists them.

.DEFAULT_GOAL := help

.PHONY: help
help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: demo
demo: ## the demonstration county, in the browser at 127.0.0.1:8080
	go run . demo

.PHONY: build
build: ## the program, without C, at bin/sanshe
	CGO_ENABLED=0 go build -trimpath -o bin/sanshe .

.PHONY: test
test: ## every test; those of PostgreSQL and Chromium skip themselves where there is none
	go test ./...

.PHONY: race
race: ## the keepers and everything that runs at once, with the race detector (needs gcc)
	go test -race -timeout 20m ./internal/db/... ./internal/store/... ./internal/figure/... ./internal/auth/...

.PHONY: lint
lint: ## gofmt, vet, staticcheck
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	go vet ./...
	go tool staticcheck ./...

.PHONY: cover
cover: ## how much of the code the tests reach, at bin/cover.html
	@mkdir -p bin
	go test -coverpkg=./... -coverprofile=bin/cover.out ./...
	go tool cover -func=bin/cover.out | tail -1
	go tool cover -html=bin/cover.out -o bin/cover.html

.PHONY: bench
bench: ## the program against plain net/http on SQLite; writes docs/PERFORMANCE.md (ten minutes)
	go run ./internal/bench

.PHONY: catalogue
catalogue: ## docs/CATALOGUE.md and docs/RIGHTS.md anew; read the difference before you keep it
	UPDATE=1 go test -count=1 -run '^Test(Catalogue|Rights)$$' ./internal/app

.PHONY: screenshots
screenshots: ## docs/screenshots anew (needs Chromium and a Chinese font)
	SANSHE_SHOTS=$(CURDIR)/docs/screenshots go test -count=1 -run TestScreenshots ./internal/browser

.PHONY: ci
ci: ## what continuous integration runs; installs what it needs with apt
	.ci/run
