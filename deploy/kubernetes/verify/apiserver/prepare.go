package main

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// prepare makes for real what must be there before others are asked about: the namespaces, whose labels
// say what Pod Security refuses, and the service accounts, without which a pod is refused. What is refused
// here is refused in the dry run too, and told there.
func prepare(ctx context.Context, asking *client, objects []*unstructured.Unstructured) {
	var namespaces, accounts []*unstructured.Unstructured
	var rendered []string
	for _, object := range objects {
		switch object.GetKind() {
		case "Namespace":
			namespaces = append(namespaces, object)
			rendered = append(rendered, object.GetName())
		case "ServiceAccount":
			accounts = append(accounts, object)
		}
	}
	for _, object := range objects {
		name := object.GetNamespace()
		if name != "" && !slices.Contains(rendered, name) {
			namespaces = append(namespaces, bare("Namespace", "", name)) // an operator's own
			rendered = append(rendered, name)
		}
	}
	for _, name := range rendered {
		// In a cluster a controller makes it; none runs here.
		accounts = append(accounts, bare("ServiceAccount", name, "default"))
	}
	for _, object := range slices.Concat(namespaces, accounts) {
		_, _ = asking.apply(ctx, object, false)
	}
}

func bare(kind, namespace, name string) *unstructured.Unstructured {
	object := &unstructured.Unstructured{}
	object.SetAPIVersion("v1")
	object.SetKind(kind)
	object.SetNamespace(namespace)
	object.SetName(name)
	return object
}

// pods are what the controllers would make of the templates. Pod Security only warns of a Deployment or
// a Job, and refuses their pods later, when nobody looks.
func pods(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	var made []*unstructured.Unstructured
	for _, object := range objects {
		template, found, _ := unstructured.NestedMap(object.Object, "spec", "template")
		if !found || (object.GetKind() != "Deployment" && object.GetKind() != "Job") {
			continue
		}
		pod := &unstructured.Unstructured{Object: template}
		pod.SetAPIVersion("v1")
		pod.SetKind("Pod")
		pod.SetNamespace(object.GetNamespace())
		pod.SetName(object.GetName())
		made = append(made, pod)
	}
	return made
}
