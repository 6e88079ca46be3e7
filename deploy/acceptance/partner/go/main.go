// What a partner writes with the client that oapi-codegen makes of gift's document in Go: opens a budget,
// sends a gift out of it twice under one key, reads it, and is refused.
package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"

	"giftwarden.example/partner/gift"
)

func main() {
	service, ca, certificate, privateKey := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	key, err := os.ReadFile(os.Args[5])
	must(err)
	client := dial(service, ca, certificate, privateKey, strings.TrimSpace(string(key)))
	ctx := context.Background()

	budget, err := client.CreateBudgetWithResponse(ctx, nil, gift.CreateBudgetV1{Amount: 10_000, Currency: "EUR"})
	must(err)
	if budget.JSON201 == nil {
		log.Fatalf("no budget: %s", budget.Body)
	}
	message := gift.GiftMessage("Thank you for the engine.")
	wanted := gift.SendGiftV1{
		BudgetId:  budget.JSON201.Id,
		Amount:    2_500,
		Currency:  "EUR",
		Message:   &message,
		Recipient: &gift.PersonalData{Name: "Ada Lovelace", Email: "ada@lovelace.example"},
	}
	word := "order-" + rand.Text()
	once := &gift.SendGiftParams{IdempotencyKey: &word}
	sent, err := client.SendGiftWithResponse(ctx, once, wanted)
	must(err)
	if sent.JSON201 == nil {
		log.Fatalf("not sent: %s", sent.Body)
	}
	again, err := client.SendGiftWithResponse(ctx, once, wanted)
	must(err)
	if again.JSON201 == nil || again.JSON201.Id != sent.JSON201.Id ||
		again.HTTPResponse.Header.Get("Idempotent-Replayed") != "true" {
		log.Fatalf("sent twice: %s", again.Body)
	}
	if sent.JSON201.Recipient.Name != "A***" || sent.JSON201.CancelledAt != nil {
		log.Fatalf("shown otherwise: %s", sent.Body)
	}
	nothing, err := client.GetGiftWithResponse(ctx, "gft_0000000000000000000000")
	must(err)
	if nothing.ApplicationproblemJSON404 == nil ||
		!strings.HasSuffix(nothing.ApplicationproblemJSON404.Type, "/not-found") {
		log.Fatalf("there is no such gift: %s", nothing.Body)
	}
	wanted.Amount = 9_000
	tooMuch, err := client.SendGiftWithResponse(ctx, nil, wanted)
	must(err)
	if tooMuch.ApplicationproblemJSON402 == nil {
		log.Fatalf("there is not as much in the budget: %s", tooMuch.Body)
	}
	fmt.Println(sent.JSON201.Id)
}

func dial(service, ca, certificate, privateKey, key string) *gift.ClientWithResponses {
	roots := x509.NewCertPool()
	root, err := os.ReadFile(ca)
	must(err)
	roots.AppendCertsFromPEM(root)
	own, err := tls.LoadX509KeyPair(certificate, privateKey)
	must(err)
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{own}},
	}
	client, err := gift.NewClientWithResponses(service,
		gift.WithHTTPClient(&http.Client{Transport: transport}),
		gift.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
			request.Header.Set("Authorization", "Bearer "+key)
			return nil
		}))
	must(err)
	return client
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
