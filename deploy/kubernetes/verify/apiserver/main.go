// Asks a real API server what it would say to every object of an overlay, without a cluster: etcd and
// kube-apiserver run in this process, on loopback addresses, in a folder that is removed at the end.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
)

// Documented in ../dry-run.
const (
	accepted = 0
	refused  = 1
	broken   = 2
)

func main() {
	os.Exit(run())
}

func run() int {
	definitions := flag.String("crds", "", "folder with the definitions of the operators' kinds")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	overlays, err := rendered(flag.Args())
	if err != nil {
		return complain(err)
	}
	folder, err := os.MkdirTemp("", "dry-run-")
	if err != nil {
		return complain(err)
	}
	asking, err := begin(ctx, folder, *definitions)
	if err != nil {
		return complain(fmt.Errorf("%w\nThe logs are in %s", err, folder))
	}
	defer os.RemoveAll(folder)
	refusals := 0
	for _, name := range flag.Args() {
		inOne, err := ask(ctx, asking, filepath.Base(name), overlays[name])
		if err != nil {
			return complain(err)
		}
		refusals += inOne
	}
	if refusals > 0 {
		return refused
	}
	return accepted
}

func rendered(names []string) (map[string][]*unstructured.Unstructured, error) {
	overlays := map[string][]*unstructured.Unstructured{}
	for _, name := range names {
		objects, err := render(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		overlays[name] = objects
	}
	return overlays, nil
}

func begin(ctx context.Context, folder, definitions string) (*client, error) {
	started := time.Now()
	fmt.Println("dry-run: starting etcd and kube-apiserver")
	if err := logTo(filepath.Join(folder, "kube-apiserver.log")); err != nil {
		return nil, err
	}
	etcd, err := startEtcd(folder)
	if err != nil {
		return nil, fmt.Errorf("etcd: %w", err)
	}
	var config *rest.Config
	if config, err = startAPIServer(ctx, folder, etcd); err != nil {
		return nil, fmt.Errorf("kube-apiserver: %w", err)
	}
	asking, err := newClient(config)
	if err != nil {
		return nil, err
	}
	version, err := asking.discovery.ServerVersion()
	if err != nil {
		return nil, err
	}
	fmt.Printf("dry-run: Kubernetes %s answers after %.0f s\n", version.GitVersion, time.Since(started).Seconds())
	kinds, err := asking.install(ctx, definitions)
	if err != nil {
		return nil, err
	}
	fmt.Printf("dry-run: %d kinds of the operators are established\n", kinds)
	return asking, nil
}

func logTo(name string) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	flags := flag.NewFlagSet("klog", flag.ContinueOnError)
	klog.InitFlags(flags)
	klog.SetOutput(file)
	return flags.Parse([]string{"-logtostderr=false", "-stderrthreshold=FATAL", "-legacy_stderr_threshold_behavior=false"})
}

// ask tells what is refused and what is warned of, and gives the number of refusals.
func ask(ctx context.Context, asking *client, name string, objects []*unstructured.Unstructured) (int, error) {
	prepare(ctx, asking, objects)
	objects = append(objects, pods(objects)...)
	refusals, warnings := 0, 0
	for _, object := range objects {
		said, err := asking.apply(ctx, object, true)
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		for _, warning := range said {
			warnings++
			fmt.Printf("WARNED  %s: %s: %s\n", name, title(object), warning)
		}
		if err != nil {
			refusals++
			fmt.Printf("REFUSED %s: %s: %s\n", name, title(object), err)
		}
	}
	fmt.Printf("dry-run: %s: %d objects, %d refused, %d warnings\n", name, len(objects), refusals, warnings)
	return refusals, nil
}

func title(object *unstructured.Unstructured) string {
	if object.GetNamespace() == "" {
		return object.GetKind() + " " + object.GetName()
	}
	return object.GetKind() + " " + object.GetNamespace() + "/" + object.GetName()
}

func complain(err error) int {
	fmt.Fprintln(os.Stderr, "dry-run:", err)
	return broken
}
