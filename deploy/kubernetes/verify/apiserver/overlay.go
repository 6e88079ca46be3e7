package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/util/cert"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// What a ceremony puts into overlays/local/pki. Where there was none, any key is as good, as long as it
// is its certificate's: the API server warns of a TLS secret in which it is not.
var (
	certificates = []string{"root/ca.crt", "issuing.crt", "services/ca.crt", "database/ca.crt", "checkpoint/signer.vkey"}
	keys         = []string{"services/ca.key", "database/ca.key", "checkpoint/signer.key",
		"recipients/kek-1", "recipients/current", "recipients/email-index"}
)

// render does what `kubectl kustomize` does, from a copy in memory of the folder that has all overlays.
func render(overlay string) ([]*unstructured.Unstructured, error) {
	overlay, err := filepath.Abs(overlay)
	if err != nil {
		return nil, err
	}
	files, err := copied(filepath.Dir(filepath.Dir(overlay)))
	if err != nil {
		return nil, err
	}
	if err := hold(files, filepath.Join(overlay, "pki")); err != nil {
		return nil, err
	}
	rendered, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(files, overlay)
	if err != nil {
		return nil, err
	}
	var objects []*unstructured.Unstructured
	for _, resource := range rendered.Resources() {
		json, err := resource.MarshalJSON()
		if err != nil {
			return nil, err
		}
		object := &unstructured.Unstructured{}
		if err := object.UnmarshalJSON(json); err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
	return objects, nil
}

// hold makes a stand-in for the ceremony's files.
func hold(files filesys.FileSystem, pki string) error {
	if files.Exists(pki) {
		return nil
	}
	certificate, key, err := cert.GenerateSelfSignedCertKey("nobody", nil, nil)
	if err != nil {
		return err
	}
	return errors.Join(write(files, pki, certificates, certificate), write(files, pki, keys, key))
}

func write(files filesys.FileSystem, folder string, names []string, content []byte) error {
	for _, name := range names {
		if err := files.WriteFile(filepath.Join(folder, name), content); err != nil {
			return err
		}
	}
	return nil
}

func copied(folder string) (filesys.FileSystem, error) {
	files := filesys.MakeFsInMemory()
	return files, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path == filepath.Join(folder, "verify"):
			return filepath.SkipDir
		case entry.IsDir():
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return files.WriteFile(path, content)
	})
}
