// A token's life as golang.org/x/oauth2 sees it: client_secret_basic, client_secret_post and tls_client_auth,
// scope, resource, and the errors. It has neither introspection nor revocation.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

const audit = "https://audit.giftwarden.example"

func main() {
	issuer, ca, certificate, privateKey := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	key, err := os.ReadFile(os.Args[5])
	must(err)
	secret := strings.TrimSpace(string(key))
	ctx := context.WithValue(context.Background(), oauth2.HTTPClient, dial(ca, certificate, privateKey))
	tokens := tokenEndpoint(ctx, issuer)

	keyed := clientcredentials.Config{
		ClientID: strings.Split(secret, "_")[2], ClientSecret: secret, TokenURL: tokens, Scopes: []string{"gifts:read"},
		EndpointParams: url.Values{"resource": {audit}},
	}
	ways := 0
	for _, style := range []oauth2.AuthStyle{
		oauth2.AuthStyleInHeader, oauth2.AuthStyleInParams, oauth2.AuthStyleAutoDetect,
	} {
		way := keyed
		way.AuthStyle = style
		expect(ctx, way)
		ways++
	}
	alone := clientcredentials.Config{
		ClientID: "erp", TokenURL: tokens, AuthStyle: oauth2.AuthStyleInParams,
		EndpointParams: url.Values{"resource": {audit}},
	}
	expect(ctx, alone)
	ways++

	wrong := keyed
	wrong.ClientSecret = secret[:len(secret)-1]
	refuse(ctx, wrong, 401, "invalid_client")
	wide := keyed
	wide.Scopes = []string{"no:scope"}
	refuse(ctx, wide, 400, "invalid_scope")
	for _, elsewhere := range [][]string{{"https://bank.example"}, {audit, "https://gift.giftwarden.example"}} {
		bank := keyed
		bank.EndpointParams = url.Values{"resource": elsewhere}
		refuse(ctx, bank, 400, "invalid_target")
	}
	fmt.Printf("%d ways\n", ways)
}

func expect(ctx context.Context, way clientcredentials.Config) {
	token, err := way.Token(ctx)
	must(err)
	part, err := base64.RawURLEncoding.DecodeString(strings.Split(token.AccessToken, ".")[1])
	must(err)
	var claims struct {
		Aud string `json:"aud"`
	}
	must(json.Unmarshal(part, &claims))
	if claims.Aud != "audit" || !token.Valid() || token.Type() != "Bearer" {
		log.Fatalf("another token: %s", part)
	}
}

func refuse(ctx context.Context, way clientcredentials.Config, status int, code string) {
	way.AuthStyle = oauth2.AuthStyleInHeader
	_, err := way.Token(ctx)
	var refusal *oauth2.RetrieveError
	if !errors.As(err, &refusal) || refusal.ErrorCode != code || refusal.Response.StatusCode != status {
		log.Fatalf("%d %s was expected: %v", status, code, err)
	}
}

func tokenEndpoint(ctx context.Context, issuer string) string {
	client := ctx.Value(oauth2.HTTPClient).(*http.Client)
	answer, err := client.Get(issuer + "/.well-known/oauth-authorization-server")
	must(err)
	defer answer.Body.Close()
	var metadata struct {
		TokenEndpoint string `json:"token_endpoint"`
	}
	must(json.NewDecoder(answer.Body).Decode(&metadata))
	return metadata.TokenEndpoint
}

func dial(ca, certificate, privateKey string) *http.Client {
	roots := x509.NewCertPool()
	root, err := os.ReadFile(ca)
	must(err)
	roots.AppendCertsFromPEM(root)
	own, err := tls.LoadX509KeyPair(certificate, privateKey)
	must(err)
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{own}},
	}}
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
