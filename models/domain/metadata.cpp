// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/metadata.h"

#include <array>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr std::array keys{
    std::pair(MetadataField::Capabilities, "capabilities"_L1),
    std::pair(MetadataField::Size, "size_mb"_L1),
    std::pair(MetadataField::Quantization, "quantization"_L1),
    std::pair(MetadataField::ParameterCount, "parameter_count"_L1),
    std::pair(MetadataField::ContextLength, "context_length"_L1),
    std::pair(MetadataField::License, "license"_L1),
    std::pair(MetadataField::Watts, "watts"_L1),
    std::pair(MetadataField::OwnedBy, "owned_by"_L1),
    std::pair(MetadataField::Device, "device"_L1),
    std::pair(MetadataField::ExecutionProvider, "execution_provider"_L1),
    std::pair(MetadataField::Family, "family"_L1),
};

/// Calls `visit` with each field and the member that holds it.
template <class Visit> void forEachField(const Visit &visit)
{
    visit(MetadataField::Size, &ModelMetadata::sizeMb);
    visit(MetadataField::Quantization, &ModelMetadata::quantization);
    visit(MetadataField::ParameterCount, &ModelMetadata::parameterCount);
    visit(MetadataField::ContextLength, &ModelMetadata::contextLength);
    visit(MetadataField::License, &ModelMetadata::license);
    visit(MetadataField::Watts, &ModelMetadata::watts);
    visit(MetadataField::Capabilities, &ModelMetadata::capabilities);
    visit(MetadataField::OwnedBy, &ModelMetadata::ownedBy);
    visit(MetadataField::Device, &ModelMetadata::device);
    visit(MetadataField::ExecutionProvider, &ModelMetadata::executionProvider);
    visit(MetadataField::Family, &ModelMetadata::family);
}

template <class T> bool isKnown(const std::optional<T> &value)
{
    return value.has_value();
}

bool isKnown(const QStringList &words)
{
    return !words.isEmpty();
}

} // namespace

MetadataFields knownFields(const ModelMetadata &metadata)
{
    MetadataFields fields;
    forEachField([&](MetadataField field, auto member) { fields.setFlag(field, isKnown(metadata.*member)); });
    return fields;
}

MetadataFields fillMetadata(ModelMetadata &known, const ModelMetadata &told, MetadataFields renewed)
{
    const MetadataFields taken = knownFields(told) & (renewed | ~knownFields(known));
    forEachField([&](MetadataField field, auto member) {
        if (taken.testFlag(field)) {
            known.*member = told.*member;
        }
    });
    return taken;
}

void learnMetadata(ModelMetadata &known, const ModelMetadata &told)
{
    known.fromServer |= fillMetadata(known, told, known.fromServer);
    forEachField([&](MetadataField field, auto member) {
        if (isKnown(told.*member) && known.*member == told.*member) {
            known.fromServer.setFlag(field); // workspaces did not always keep apart who said it
        }
    });
}

ModelMetadata partOf(const ModelMetadata &all, MetadataFields fields)
{
    ModelMetadata part;
    forEachField([&](MetadataField field, auto member) {
        if (fields.testFlag(field)) {
            part.*member = all.*member;
        }
    });
    return part;
}

QStringList metadataKeys(MetadataFields fields)
{
    QStringList words;
    for (const auto &[field, key] : keys) {
        if (fields.testFlag(field)) {
            words << key;
        }
    }
    return words;
}

MetadataFields metadataFieldsFromKeys(const QStringList &words)
{
    MetadataFields fields;
    for (const auto &[field, key] : keys) {
        fields.setFlag(field, words.contains(key));
    }
    return fields;
}

} // namespace assay
