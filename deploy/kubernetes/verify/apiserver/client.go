package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"sigs.k8s.io/yaml"
)

// client asks the API server as `kubectl apply --server-side` would, and hears its warnings.
type client struct {
	objects   dynamic.Interface
	discovery discovery.DiscoveryInterface
	kinds     *restmapper.DeferredDiscoveryRESTMapper
	warnings  []string
}

func newClient(config *rest.Config) (*client, error) {
	config = rest.CopyConfig(config)
	config.QPS = -1 // nobody else asks
	asking := &client{}
	config.WarningHandler = asking
	var err error
	if asking.objects, err = dynamic.NewForConfig(config); err != nil {
		return nil, err
	}
	if asking.discovery, err = discovery.NewDiscoveryClientForConfig(config); err != nil {
		return nil, err
	}
	asking.kinds = restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(asking.discovery))
	return asking, nil
}

// HandleWarningHeader is called while a request is answered; they go one after the other here.
func (c *client) HandleWarningHeader(_ int, _ string, text string) {
	c.warnings = append(c.warnings, text)
}

// apply sends one object; dry runs go through defaulting, validation and admission, and are not kept.
// The second answer is the refusal.
func (c *client) apply(ctx context.Context, object *unstructured.Unstructured, dryRun bool) ([]string, error) {
	kind := object.GroupVersionKind()
	mapping, err := c.kinds.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		return nil, err
	}
	body, err := object.MarshalJSON()
	if err != nil {
		return nil, err
	}
	force := true
	patch := metav1.PatchOptions{FieldManager: "dry-run", FieldValidation: metav1.FieldValidationStrict, Force: &force}
	if dryRun {
		patch.DryRun = []string{metav1.DryRunAll}
	}
	c.warnings = nil
	_, err = c.objects.Resource(mapping.Resource).Namespace(object.GetNamespace()).
		Patch(ctx, object.GetName(), types.ApplyPatchType, body, patch)
	return c.warnings, err
}

// install creates the operators' kinds and waits until the API server serves them.
func (c *client) install(ctx context.Context, folder string) (int, error) {
	definitions := c.objects.Resource(schema.GroupVersionResource{
		Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"})
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("no definitions of the operators' kinds in %s", folder)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		definition := &unstructured.Unstructured{}
		if err := yaml.Unmarshal(content, &definition.Object); err != nil {
			return 0, fmt.Errorf("%s: %w", file, err)
		}
		if _, err := definitions.Create(ctx, definition, metav1.CreateOptions{}); err != nil {
			return 0, fmt.Errorf("%s: %w", file, err)
		}
		name := definition.GetName()
		err = await(ctx, name, func() (bool, error) {
			created, err := definitions.Get(ctx, name, metav1.GetOptions{})
			return err == nil && established(created), err
		})
		if err != nil {
			return 0, err
		}
	}
	c.kinds.Reset()
	return len(files), nil
}

func established(definition *unstructured.Unstructured) bool {
	conditions, _, _ := unstructured.NestedSlice(definition.Object, "status", "conditions")
	for _, condition := range conditions {
		of, isMap := condition.(map[string]any)
		if isMap && of["type"] == "Established" && of["status"] == "True" {
			return true
		}
	}
	return false
}

// plain is for what is not an API object: health, version.
func plain(config *rest.Config) *rest.Config {
	config = rest.CopyConfig(config)
	config.NegotiatedSerializer = serializer.WithoutConversionCodecFactory{CodecFactory: scheme.Codecs}
	config.GroupVersion = &schema.GroupVersion{}
	return config
}
