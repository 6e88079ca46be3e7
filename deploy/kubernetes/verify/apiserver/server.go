package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/keyutil"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

// With both cores busy elsewhere etcd takes a second and the API server ten.
const startLimit = 3 * time.Minute

// startEtcd keeps everything in folder and gives the address that it answers on.
func startEtcd(folder string) (string, error) {
	config := embed.NewConfig()
	config.Dir = filepath.Join(folder, "etcd")
	config.LogOutputs = []string{filepath.Join(folder, "etcd.log")}
	config.UnsafeNoFsync = true // nothing of it is read again
	anyPort := []url.URL{{Scheme: "http", Host: "127.0.0.1:0"}}
	config.ListenClientUrls, config.AdvertiseClientUrls = anyPort, anyPort
	config.ListenPeerUrls, config.AdvertisePeerUrls = anyPort, anyPort
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return "", err
	}
	select {
	case <-etcd.Server.ReadyNotify():
		return "http://" + etcd.Clients[0].Addr().String(), nil
	case err := <-etcd.Err():
		return "", err
	case <-time.After(startLimit):
		return "", fmt.Errorf("etcd was not ready after %v", startLimit)
	}
}

// startAPIServer gives the client that kube-apiserver makes for itself: its certificate is checked, its
// user may do everything, and its token is in nobody else's hands.
func startAPIServer(ctx context.Context, folder, etcd string) (*rest.Config, error) {
	key, err := serviceAccountKey(folder)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	run := options.NewServerRunOptions()
	flags := pflag.NewFlagSet("kube-apiserver", pflag.ContinueOnError)
	for _, set := range run.Flags().FlagSets {
		flags.AddFlagSet(set)
	}
	run.SecureServing.Listener = listener
	run.SecureServing.BindPort = listener.Addr().(*net.TCPAddr).Port
	err = flags.Parse([]string{
		"--etcd-servers=" + etcd,
		"--cert-dir=" + folder, // it makes itself a certificate there
		"--external-hostname=127.0.0.1",
		"--bind-address=127.0.0.1",
		"--endpoint-reconciler-type=none", // a loopback address may not be an endpoint
		"--authorization-mode=RBAC",
		"--allow-privileged", // as kubeadm does: Pod Security is what refuses such a container
		"--service-cluster-ip-range=10.0.0.0/16",
		"--service-account-issuer=https://kubernetes.invalid",
		"--service-account-signing-key-file=" + key,
		"--service-account-key-file=" + key,
	})
	if err != nil {
		return nil, err
	}
	if err := run.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		return nil, err
	}
	completed, err := run.Complete(ctx)
	if err != nil {
		return nil, err
	}
	if wrong := completed.Validate(); len(wrong) != 0 {
		return nil, errors.NewAggregate(wrong)
	}
	client, err := serve(ctx, completed)
	if err != nil {
		return nil, err
	}
	return client, awaitReady(ctx, client)
}

func serve(ctx context.Context, run options.CompletedOptions) (*rest.Config, error) {
	config, err := app.NewConfig(run)
	if err != nil {
		return nil, err
	}
	complete, err := config.Complete()
	if err != nil {
		return nil, err
	}
	server, err := app.CreateServerChain(complete)
	if err != nil {
		return nil, err
	}
	prepared, err := server.PrepareRun()
	if err != nil {
		return nil, err
	}
	go func() {
		if err := prepared.Run(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "dry-run: the API server ended:", err)
		}
	}()
	return rest.CopyConfig(server.GenericAPIServer.LoopbackClientConfig), nil
}

func awaitReady(ctx context.Context, config *rest.Config) error {
	client, err := rest.UnversionedRESTClientFor(plain(config))
	if err != nil {
		return err
	}
	return await(ctx, "the API server", func() (bool, error) {
		answer, err := client.Get().AbsPath("/readyz").DoRaw(ctx)
		return err == nil && strings.HasPrefix(string(answer), "ok"), nil
	})
}

// await asks five times a second.
func await(ctx context.Context, what string, ready func() (bool, error)) error {
	for end := time.Now().Add(startLimit); time.Now().Before(end); {
		if done, err := ready(); done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
	return fmt.Errorf("%s was not ready after %v", what, startLimit)
}

func serviceAccountKey(folder string) (string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	pem, err := keyutil.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return "", err
	}
	file := filepath.Join(folder, "service-accounts.key")
	return file, keyutil.WriteKey(file, pem)
}
