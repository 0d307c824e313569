// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFlags>
#include <QStringList>

#include <optional>

namespace assay {

enum class MetadataField {
    Size = 0x1,
    Quantization = 0x2,
    ParameterCount = 0x4,
    ContextLength = 0x8,
    License = 0x10,
    Watts = 0x20,
    Capabilities = 0x40,
    OwnedBy = 0x80,
    Device = 0x100,
    ExecutionProvider = 0x200,
    Family = 0x400
};
Q_DECLARE_FLAGS(MetadataFields, MetadataField)
Q_DECLARE_OPERATORS_FOR_FLAGS(MetadataFields)

/// What is known about a model; absent where nobody said.
struct ModelMetadata
{
    std::optional<double> sizeMb; // 10^6 bytes of weights
    std::optional<QString> quantization;
    std::optional<qint64> parameterCount;
    std::optional<int> contextLength; // tokens
    std::optional<QString> license;
    std::optional<double> watts;
    QStringList capabilities; // "chat", ...
    std::optional<QString> ownedBy;
    std::optional<QString> device; // what it runs on: "CPU", "GPU", "NPU"
    std::optional<QString> executionProvider; // "CUDAExecutionProvider"
    std::optional<QString> family; // the name that variants of one model share on their server (Foundry Local's alias)
    MetadataFields fromServer; // of a catalog's model: what its server told; all else are a person's words

    friend bool operator==(const ModelMetadata &, const ModelMetadata &) = default;
};

/// The fields that something is known in.
MetadataFields knownFields(const ModelMetadata &metadata);
/// Takes over from `told` what `known` lacks, and what is told of the fields in `renewed`. Returns what was taken.
MetadataFields fillMetadata(ModelMetadata &known, const ModelMetadata &told, MetadataFields renewed = {});
/// What a server tells of a catalog's model: completes what a person wrote, renews what a server told before.
void learnMetadata(ModelMetadata &known, const ModelMetadata &told);
/// These fields alone, as words that nobody's server told.
ModelMetadata partOf(const ModelMetadata &all, MetadataFields fields);

/// The keys of these fields in files ("size_mb"), in their order there.
QStringList metadataKeys(MetadataFields fields);
/// Reverse; keys that are none are passed over.
MetadataFields metadataFieldsFromKeys(const QStringList &words);

} // namespace assay
