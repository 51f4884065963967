import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import municipalities.constraints
import municipalities.fields
import municipalities.operations
import municipalities.versions
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('municipalities', '0001_initial'), ('municipalities', '0002_history_of_rows'), ('municipalities', '0003_unemployment')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        municipalities.operations.CreateModels(
            creations=[
                migrations.CreateModel(
                    name='Source',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.SlugField(unique=True, verbose_name='key')),
                        ('publisher', models.CharField(max_length=100, verbose_name='publisher')),
                        ('title', models.CharField(max_length=250, verbose_name='title')),
                        ('published_on', models.DateField(blank=True, null=True, verbose_name='published on')),
                        ('url', models.URLField(blank=True, verbose_name='address')),
                        ('note', models.TextField(blank=True, verbose_name='note')),
                    ],
                    options={
                        'verbose_name': 'source',
                        'verbose_name_plural': 'sources',
                        'ordering': ['publisher', 'published_on', 'title'],
                    },
                ),
                migrations.CreateModel(
                    name='County',
                    fields=[
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('sort_key', municipalities.fields.BytewiseCharField(db_index=True, editable=False, max_length=400)),
                        ('search_key', models.CharField(editable=False, max_length=400)),
                        ('code', models.CharField(max_length=2, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[0-9]{2}\\Z', 'Give the official code, with all its digits.')], verbose_name='code')),
                        ('part_of_country', models.CharField(choices=[('SE1', 'Eastern Sweden'), ('SE2', 'Southern Sweden'), ('SE3', 'Northern Sweden')], max_length=3, verbose_name='part of country')),
                    ],
                    options={
                        'verbose_name': 'county',
                        'verbose_name_plural': 'counties',
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='DataChange',
                    fields=[
                        ('id', models.BigIntegerField(default=municipalities.versions.random_id, primary_key=True, serialize=False)),
                    ],
                ),
                migrations.CreateModel(
                    name='HistoricalCounty',
                    fields=[
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('sort_key', municipalities.fields.BytewiseCharField(db_index=True, editable=False, max_length=400)),
                        ('search_key', models.CharField(editable=False, max_length=400)),
                        ('code', models.CharField(db_index=True, max_length=2, validators=[django.core.validators.RegexValidator('^[0-9]{2}\\Z', 'Give the official code, with all its digits.')], verbose_name='code')),
                        ('part_of_country', models.CharField(choices=[('SE1', 'Eastern Sweden'), ('SE2', 'Southern Sweden'), ('SE3', 'Northern Sweden')], max_length=3, verbose_name='part of country')),
                        ('history_change_reason', models.TextField(null=True)),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical county',
                        'verbose_name_plural': 'historical counties',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalSource',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('key', models.SlugField(verbose_name='key')),
                        ('publisher', models.CharField(max_length=100, verbose_name='publisher')),
                        ('title', models.CharField(max_length=250, verbose_name='title')),
                        ('published_on', models.DateField(blank=True, null=True, verbose_name='published on')),
                        ('url', models.URLField(blank=True, verbose_name='address')),
                        ('note', models.TextField(blank=True, verbose_name='note')),
                        ('history_change_reason', models.TextField(null=True)),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical source',
                        'verbose_name_plural': 'historical sources',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Classification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                        ('key', models.SlugField(unique=True, verbose_name='key')),
                        ('owner', models.CharField(max_length=100, verbose_name='owner')),
                        ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.source', verbose_name='source')),
                    ],
                    options={
                        'verbose_name': 'classification',
                        'verbose_name_plural': 'classifications',
                        'ordering': ['key'],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalClassification',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                        ('key', models.SlugField(verbose_name='key')),
                        ('owner', models.CharField(max_length=100, verbose_name='owner')),
                        ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                        ('history_change_reason', models.TextField(null=True)),
                        ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='municipalities.source', verbose_name='source')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical classification',
                        'verbose_name_plural': 'historical classifications',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalMunicipality',
                    fields=[
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('sort_key', municipalities.fields.BytewiseCharField(db_index=True, editable=False, max_length=400)),
                        ('search_key', models.CharField(editable=False, max_length=400)),
                        ('code', models.CharField(db_index=True, max_length=4, validators=[django.core.validators.RegexValidator('^[0-9]{4}\\Z', 'Give the official code, with all its digits.')], verbose_name='code')),
                        ('population', models.PositiveIntegerField(verbose_name='inhabitants')),
                        ('population_year', models.PositiveSmallIntegerField(verbose_name='year of the population figure')),
                        ('latitude', models.FloatField(verbose_name='latitude')),
                        ('longitude', models.FloatField(verbose_name='longitude')),
                        ('history_change_reason', models.TextField(null=True)),
                        ('county', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='municipalities.county', verbose_name='county')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical municipality',
                        'verbose_name_plural': 'historical municipalities',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Municipality',
                    fields=[
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('sort_key', municipalities.fields.BytewiseCharField(db_index=True, editable=False, max_length=400)),
                        ('search_key', models.CharField(editable=False, max_length=400)),
                        ('code', models.CharField(max_length=4, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[0-9]{4}\\Z', 'Give the official code, with all its digits.')], verbose_name='code')),
                        ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='municipalities', to='municipalities.county', verbose_name='county')),
                        ('population', models.PositiveIntegerField(verbose_name='inhabitants')),
                        ('population_year', models.PositiveSmallIntegerField(verbose_name='year of the population figure')),
                        ('latitude', models.FloatField(verbose_name='latitude')),
                        ('longitude', models.FloatField(verbose_name='longitude')),
                        ('neighbours', models.ManyToManyField(blank=True, to='municipalities.municipality', verbose_name='neighbours')),
                    ],
                    options={
                        'verbose_name': 'municipality',
                        'verbose_name_plural': 'municipalities',
                        'ordering': ['sort_key', 'code'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('county', django.db.models.functions.text.Left(models.F('code'), 2))), name='municipality_code_begins_with_its_county', violation_error_message='The code of a municipality begins with the code of its county.')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalMunicipalityClass',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                        ('code', models.CharField(max_length=10, verbose_name='code')),
                        ('history_change_reason', models.TextField(null=True)),
                        ('classification', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='municipalities.classification', verbose_name='classification')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical class',
                        'verbose_name_plural': 'historical classes',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalRuralDefinition',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                        ('key', models.SlugField(verbose_name='key')),
                        ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('history_change_reason', models.TextField(null=True)),
                        ('classification', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='municipalities.classification', verbose_name='classification')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical rural definition',
                        'verbose_name_plural': 'historical rural definitions',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='MunicipalityClass',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                        ('classification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='classes', to='municipalities.classification', verbose_name='classification')),
                        ('code', models.CharField(max_length=10, verbose_name='code')),
                    ],
                    options={
                        'verbose_name': 'class',
                        'verbose_name_plural': 'classes',
                        'ordering': ['classification', 'code'],
                        'constraints': [models.UniqueConstraint(fields=('classification', 'code'), name='class_code_once_in_a_classification'), models.UniqueConstraint(fields=('id', 'classification'), name='class_and_its_classification')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalUnemployment',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('period', models.DateField(verbose_name='period')),
                        ('unemployed', models.PositiveIntegerField(blank=True, null=True, verbose_name='unemployed')),
                        ('is_masked', models.BooleanField(default=False, verbose_name='masked')),
                        ('age_range', models.CharField(help_text='Such as 16–64.', max_length=10, verbose_name='ages')),
                        ('is_example', models.BooleanField(default=False, verbose_name='example data')),
                        ('history_change_reason', models.TextField(null=True)),
                        ('municipality', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='municipalities.municipality', verbose_name='municipality')),
                        ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='municipalities.source', verbose_name='source')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical unemployment figure',
                        'verbose_name_plural': 'historical unemployment figures',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Unemployment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unemployment', to='municipalities.municipality', verbose_name='municipality')),
                        ('period', models.DateField(verbose_name='period')),
                        ('unemployed', models.PositiveIntegerField(blank=True, null=True, verbose_name='unemployed')),
                        ('is_masked', models.BooleanField(default=False, verbose_name='masked')),
                        ('age_range', models.CharField(help_text='Such as 16–64.', max_length=10, verbose_name='ages')),
                        ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.source', verbose_name='source')),
                        ('is_example', models.BooleanField(default=False, verbose_name='example data')),
                    ],
                    options={
                        'verbose_name': 'unemployment figure',
                        'verbose_name_plural': 'unemployment figures',
                        'ordering': ['municipality', 'period'],
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'period', 'is_example'), name='unemployment_once_a_period'), models.CheckConstraint(condition=django.db.models.lookups.Exact(municipalities.constraints.DayOfMonth('period'), 1), name='unemployment_period_is_a_month', violation_error_message='A month is given by its first day.'), models.CheckConstraint(condition=models.Q(('is_masked', False), ('unemployed__isnull', True), _connector='OR'), name='masked_unemployment_without_number', violation_error_message='A masked count has no number.'), models.CheckConstraint(condition=models.Q(('is_example', True), ('source__isnull', False), _connector='OR'), name='unemployment_has_a_source', violation_error_message='A figure that is no example needs a source.')],
                    },
                ),
                migrations.CreateModel(
                    name='ClassMembership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='municipalities.municipality', verbose_name='municipality')),
                        ('classification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='municipalities.classification', verbose_name='classification')),
                        ('municipality_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='municipalities.municipalityclass', verbose_name='class')),
                    ],
                    options={
                        'verbose_name': 'class membership',
                        'verbose_name_plural': 'class memberships',
                        'ordering': ['municipality', 'classification'],
                        'constraints': [models.UniqueConstraint(fields=('classification', 'municipality'), name='one_class_of_a_classification', violation_error_message='The municipality already has a class in this classification.'), municipalities.constraints.SameParent(name='class_belongs_to_the_classification', parent='municipality_class', repeats='classification', same='classification', violation_error_message='The class belongs to another classification.')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalClassMembership',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_change_reason', models.TextField(null=True)),
                        ('municipality', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='municipalities.municipality', verbose_name='municipality')),
                        ('classification', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='municipalities.classification', verbose_name='classification')),
                        ('municipality_class', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='municipalities.municipalityclass', verbose_name='class')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical class membership',
                        'verbose_name_plural': 'historical class memberships',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='RuralDefinition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                        ('key', models.SlugField(unique=True, verbose_name='key')),
                        ('classification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='definitions', to='municipalities.classification', verbose_name='classification')),
                        ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('classes', models.ManyToManyField(related_name='definitions', to='municipalities.municipalityclass', verbose_name='classes')),
                    ],
                    options={
                        'verbose_name': 'rural definition',
                        'verbose_name_plural': 'rural definitions',
                        'ordering': ['order', 'key'],
                    },
                ),
            ],
        ),
    ]
