{{/* The image of a role, the program in place of its own, and one of its probes. */}}
{{- define "lb.image" -}}
image: "{{ .part.image.repository }}:{{ default .root.Chart.AppVersion .part.image.tag }}"
imagePullPolicy: {{ .part.image.pullPolicy }}
{{- with .part.command }}
command: [{{ . | quote }}]
{{- end }}
{{- end -}}

{{- define "lb.probe" -}}
httpGet:
  {{- with .host }}
  host: {{ . }}
  {{- end }}
  path: {{ .path }}
  port: {{ .port }}
{{ toYaml (omit .probe "enabled" "port") }}
{{- end -}}

{{- define "lb.scraped" -}}
{{- if .Values.prometheus.scrapeAnnotations }}
prometheus.io/scrape: "true"
prometheus.io/port: {{ .Values.prometheus.metricsPort | quote }}
prometheus.io/scheme: {{ ternary "https" "http" .Values.prometheus.secureMetrics }}
{{- end }}
{{- end -}}

{{/* What a program writes down when something is wrong with it: a file for each of three occasions. It outlives the container, not the Pod. */}}
{{- define "lb.recordings" -}}
- name: recordings
  emptyDir:
    sizeLimit: 64Mi
{{- end -}}
